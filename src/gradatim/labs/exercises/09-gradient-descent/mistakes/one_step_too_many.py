"""There is one step too many.

fr: Il y a un pas de trop.
"""


def descend(gradient, w, rate, steps):
    path = [w]
    for _ in range(steps + 1):
        w = w - rate * gradient(w)
        path.append(w)
    return torch.stack(path)
