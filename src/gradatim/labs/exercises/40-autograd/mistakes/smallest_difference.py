"""The smallest difference is returned; the largest is asked for.

fr: La plus petite différence est renvoyée ; il faut la plus grande.
"""


def gradient_error(f, x, step):
    numeric = [(f(x + e) - f(x - e)) / (2 * step) for e in step * torch.eye(len(x))]
    return (torch.stack(numeric) - slope(f, x)).abs().min().item()
