"""w moves with the old velocity: update v first, then w.

fr: w avance avec l'ancienne vitesse : mettez v à jour d'abord, puis w.
"""


def momentum_descend(gradient, w, rate, beta, steps):
    v, path = torch.zeros_like(w), [w]
    for _ in range(steps):
        slope = gradient(w)
        w = w - rate * v
        v = beta * v + slope
        path.append(w)
    return torch.stack(path)
