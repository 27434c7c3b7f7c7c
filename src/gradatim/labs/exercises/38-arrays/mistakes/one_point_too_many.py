"""There are n steps and so n + 1 points; n points have n - 1 steps between them.

fr: Il y a n pas, donc n + 1 points ; entre n points il y a n - 1 pas.
"""


def ramp(start, stop, n):
    return torch.linspace(start, stop, n + 1)
