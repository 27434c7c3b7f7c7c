"""One maximum of the whole batch is subtracted: in rows of small scores everything becomes 0.

fr: Un seul maximum de tout le lot est soustrait : dans les lignes de petits scores, tout
devient 0.
"""


def softmax(logits):
    exponentials = (logits - logits.max()).exp()
    return exponentials / exponentials.sum(dim=1, keepdim=True)
