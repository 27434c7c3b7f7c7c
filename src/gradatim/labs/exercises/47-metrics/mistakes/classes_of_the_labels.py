"""The size comes from the classes that occur; a class can be absent: use n_classes.

fr: La taille vient des classes présentes ; une classe peut être absente : utilisez n_classes.
"""


def confusion(predicted, labels, n_classes):
    n = int(torch.cat([labels, predicted]).max()) + 1
    return torch.bincount(labels * n + predicted, minlength=n**2).view(n, n)
