"""The step is fixed; use the argument.

fr: Le pas est fixe ; utilisez l'argument.
"""


def gradient_error(f, x, step):
    numeric = [(f(x + e) - f(x - e)) / 0.002 for e in 0.001 * torch.eye(len(x))]
    return (torch.stack(numeric) - slope(f, x)).abs().max().item()
