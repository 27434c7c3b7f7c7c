"""beta multiplies the gradient; it should multiply the old velocity.

fr: beta multiplie le gradient ; il doit multiplier l'ancienne vitesse.
"""


def momentum_descend(gradient, w, rate, beta, steps):
    v = torch.zeros_like(w)
    path = [w]
    for _ in range(steps):
        v = v + beta * gradient(w)
        w = w - rate * v
        path.append(w)
    return torch.stack(path)
