"""One maximum of the whole batch is subtracted: in rows of small scores all exponentials become 0,
and 0 / 0 is nan. Each row has its own.

fr: Un seul maximum de tout le lot est soustrait : dans les lignes de petits scores, toutes les
exponentielles valent 0, et 0 / 0 donne nan. Chaque ligne a le sien.
"""


def softmax(logits):
    exponentials = (logits - logits.max()).exp()
    return exponentials / exponentials.sum(dim=1, keepdim=True)
