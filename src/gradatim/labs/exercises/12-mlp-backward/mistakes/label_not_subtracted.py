"""The softmax alone is not the gradient: subtract 1 at each label.

fr: Le softmax seul n'est pas le gradient : soustrayez 1 à chaque étiquette.
"""


def cross_entropy_backward(z, labels):
    return torch.softmax(z, dim=1) / len(z)
