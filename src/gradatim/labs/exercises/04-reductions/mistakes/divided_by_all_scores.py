"""The hits are divided by the number of all scores, B * C; divide by the number of rows.

fr: Les réussites sont divisées par le nombre de tous les scores, B * C ; divisez par le nombre de
lignes.
"""


def accuracy(logits, labels):
    return (logits.argmax(dim=1) == labels).sum().item() / logits.numel()
