"""w is updated with the old velocity: update v first, then w.

fr: w est mis à jour avec l'ancienne vitesse : mettez d'abord v à jour, puis w.
"""


def momentum_descend(gradient, w, rate, beta, steps):
    v, path = torch.zeros_like(w), [w]
    for _ in range(steps):
        slope = gradient(w)
        w = w - rate * v
        v = beta * v + slope
        path.append(w)
    return torch.stack(path)
