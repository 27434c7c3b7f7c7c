"""The gradient is computed once, at the start; it must be computed again at every new w.

fr: Le gradient est calculé une fois, au départ ; il faut le recalculer à chaque nouveau w.
"""


def descend(gradient, w, rate, steps):
    slope = gradient(w)
    return torch.stack([w - k * rate * slope for k in range(steps + 1)])
