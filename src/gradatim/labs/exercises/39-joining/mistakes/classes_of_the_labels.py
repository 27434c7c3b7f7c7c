"""The number of classes is taken from the labels; the largest class may be absent.

fr: Le nombre de classes vient des étiquettes ; la plus grande classe peut être absente.
"""


def one_hot(labels, n_classes):
    return torch.eye(int(labels.max()) + 1)[labels]
