"""log(sigmoid(z)) becomes log(0) for large scores; use the form with log1p(exp(-|z|)).

fr: log(sigmoid(z)) devient log(0) pour de grands scores ; utilisez la forme avec log1p(exp(-|z|)).
"""


def binary_cross_entropy(z, y):
    s = torch.sigmoid(z)
    return -(y * s.log() + (1 - y) * (1 - s).log()).mean()
