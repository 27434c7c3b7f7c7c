"""The difference is divided by the gradient; the absolute difference is asked for.

fr: La différence est divisée par le gradient ; il faut la différence absolue.
"""


def gradient_error(f, x, step):
    numeric = torch.stack([(f(x + e) - f(x - e)) / (2 * step) for e in step * torch.eye(len(x))])
    exact = slope(f, x)
    return ((numeric - exact).abs() / exact.abs()).max().item()
