"""n is the number of points, not the step between them.

fr: n est le nombre de points, pas le pas entre eux.
"""


def ramp(start, stop, n):
    return torch.arange(start, stop, n, dtype=torch.float32)
