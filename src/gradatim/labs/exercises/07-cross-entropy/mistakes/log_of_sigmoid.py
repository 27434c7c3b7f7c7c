"""For scores far from 0 the sigmoid is rounded to 0 or 1, and its logarithm, or that of 1 - s, is
log 0; use the form with log1p(exp(-|z|)).

fr: Pour des scores loin de 0, la sigmoïde est arrondie à 0 ou 1, et son logarithme, ou celui de 1
- s, est log 0 ; utilisez la forme avec log1p(exp(-|z|)).
"""


def binary_cross_entropy(z, y):
    s = torch.sigmoid(z)
    return -(y * s.log() + (1 - y) * (1 - s).log()).mean()
