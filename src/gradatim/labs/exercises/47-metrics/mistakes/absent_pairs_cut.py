"""Without minlength the counts end at the last pair that occurs.

fr: Sans minlength, les comptes s'arrêtent à la dernière paire présente.
"""


def confusion(predicted, labels, n_classes):
    return torch.bincount(labels * n_classes + predicted).view(n_classes, n_classes)
