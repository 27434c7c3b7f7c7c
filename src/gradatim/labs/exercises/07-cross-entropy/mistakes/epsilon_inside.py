"""A small number is added inside the logarithm: it hides log 0 but changes the loss.

fr: Un petit nombre est ajouté dans le logarithme : il cache log 0 mais change la perte.
"""


def cross_entropy(z, labels):
    return -(torch.softmax(z, 1)[torch.arange(len(z)), labels] + 1e-8).log().mean()


def binary_cross_entropy(z, y):
    p = torch.sigmoid(z)
    return -(y * (p + 1e-8).log() + (1 - y) * (1 - p + 1e-8).log()).mean()
