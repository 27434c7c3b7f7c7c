"""A small P + R is replaced by a fixed larger number; only 0 needs care.

fr: Un petit P + R est remplacé par un nombre fixe plus grand ; seul 0 demande du soin.
"""


def macro_f1(matrix):
    precision, recall = precision_recall(matrix)
    return (2 * precision * recall / (precision + recall).clamp(min=0.1)).mean().item()
