"""The gradient is computed once, at the start; compute it again at every new w.

fr: Le gradient est calculé une fois, au départ ; recalculez-le à chaque nouveau w.
"""


def descend(gradient, w, rate, steps):
    slope = gradient(w)
    return torch.stack([w - k * rate * slope for k in range(steps + 1)])
