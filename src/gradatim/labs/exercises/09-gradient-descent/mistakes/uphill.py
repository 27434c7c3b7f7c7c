"""A plus instead of a minus: the loss increases.

fr: Un plus au lieu d'un moins : la perte augmente.
"""


def descend(gradient, w, rate, steps):
    path = [w]
    for _ in range(steps):
        w = w + rate * gradient(w)
        path.append(w)
    return torch.stack(path)
