"""The rate is in the velocity and in the step: it counts twice.

fr: Le taux est dans la vitesse et dans le pas : il compte deux fois.
"""


def momentum_descend(gradient, w, rate, beta, steps):
    v = torch.zeros_like(w)
    path = [w]
    for _ in range(steps):
        v = beta * v + rate * gradient(w)
        w = w - rate * v
        path.append(w)
    return torch.stack(path)
