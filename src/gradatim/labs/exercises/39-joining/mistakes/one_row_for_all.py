"""The result is a single row, or one row for all examples.

fr: Le résultat est une seule ligne, ou une ligne pour tous les exemples.
"""


def one_hot(labels, n_classes):
    return torch.bincount(labels, minlength=n_classes).float()
