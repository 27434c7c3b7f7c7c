"""Another number than the largest of the row is subtracted, its smallest or its mean: where scores
are far apart, exp still overflows.

fr: Un autre nombre que le plus grand de la ligne est soustrait, le plus petit ou la moyenne : là
où les scores sont éloignés, exp déborde encore.
"""


def softmax(logits):
    e = torch.exp(logits - logits.amin(dim=1, keepdim=True))
    return e / e.sum(dim=1, keepdim=True)
