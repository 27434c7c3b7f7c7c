"""The velocity starts at the gradient; it should start at 0.

fr: La vitesse part du gradient ; elle doit partir de 0.
"""


def momentum_descend(gradient, w, rate, beta, steps):
    v, path = gradient(w), [w]
    for _ in range(steps):
        v = beta * v + gradient(w)
        w = w - rate * v
        path.append(w)
    return torch.stack(path)
