"""The counts are floating-point numbers; int64 is asked for.

fr: Les comptes sont à virgule ; il faut int64.
"""


def confusion(predicted, labels, n_classes):
    pairs = labels * n_classes + predicted
    return torch.bincount(pairs, minlength=n_classes**2).view(n_classes, n_classes).float()
