"""A plus instead of a minus: this climbs the loss.

fr: Un plus au lieu d'un moins : ceci grimpe la perte.
"""


def descend(gradient, w, rate, steps):
    path = [w]
    for _ in range(steps):
        w = w + rate * gradient(w)
        path.append(w)
    return torch.stack(path)
