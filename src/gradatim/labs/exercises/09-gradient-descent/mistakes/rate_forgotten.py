"""The gradient is not multiplied by the rate.

fr: Le gradient n'est pas multiplié par le taux.
"""


def descend(gradient, w, rate, steps):
    path = [w]
    for _ in range(steps):
        w = w - gradient(w)
        path.append(w)
    return torch.stack(path)
