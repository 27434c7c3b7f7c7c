"""From x - step to x + step is two steps: divide by 2 step.

fr: De x - step à x + step il y a deux pas : divisez par 2 step.
"""


def gradient_error(f, x, step):
    numeric = [(f(x + e) - f(x - e)) / step for e in step * torch.eye(len(x))]
    return (torch.stack(numeric) - slope(f, x)).abs().max().item()
