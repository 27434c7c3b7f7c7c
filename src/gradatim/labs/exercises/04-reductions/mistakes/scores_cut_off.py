"""The scores are cut off at some size: no overflow, but wrong numbers. Subtract the largest score
of the row.

fr: Les scores sont coupés à une certaine taille : pas de débordement, mais de faux nombres.
Soustrayez le plus grand score de la ligne.
"""


def softmax(logits):
    e = torch.exp(logits.clamp(-50, 50))
    return e / e.sum(dim=1, keepdim=True)
