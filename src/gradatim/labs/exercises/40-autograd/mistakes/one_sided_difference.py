"""The difference is one-sided; step to both sides of x and divide by 2 step.

fr: La différence est d'un seul côté ; faites un pas des deux côtés de x et divisez par 2 step.
"""


def gradient_error(f, x, step):
    numeric = [(f(x + e) - f(x)) / step for e in step * torch.eye(len(x))]
    return (torch.stack(numeric) - slope(f, x)).abs().max().item()
