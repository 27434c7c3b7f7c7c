"""log(sigmoid(z)) is log(0) for confident scores; use the form with log1p(exp(-|z|)).

fr: log(sigmoid(z)) vaut log(0) pour des scores sûrs ; prenez la forme avec log1p(exp(-|z|)).
"""


def binary_cross_entropy(z, y):
    s = torch.sigmoid(z)
    return -(y * s.log() + (1 - y) * (1 - s).log()).mean()
