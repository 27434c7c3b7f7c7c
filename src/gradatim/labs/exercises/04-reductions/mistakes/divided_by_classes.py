"""The hits are divided by the number of classes; divide by the number of rows.

fr: Les réussites sont divisées par le nombre de classes ; divisez par le nombre de lignes.
"""


def accuracy(logits, labels):
    return (logits.argmax(dim=1) == labels).sum().item() / logits.shape[1]
