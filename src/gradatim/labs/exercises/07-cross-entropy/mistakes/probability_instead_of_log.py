"""The logarithm is missing: this is minus the probability of the label.

fr: Le logarithme manque : c'est l'opposé de la probabilité de l'étiquette.
"""


def cross_entropy(z, labels):
    return -torch.softmax(z, dim=1)[torch.arange(len(z)), labels].mean()
