"""The path of the velocity is returned; that of w is asked for.

fr: C'est le chemin de la vitesse qui est renvoyé ; il faut celui de w.
"""


def momentum_descend(gradient, w, rate, beta, steps):
    v, path = torch.zeros_like(w), [torch.zeros_like(w)]
    for _ in range(steps):
        v = beta * v + gradient(w)
        w = w - rate * v
        path.append(v)
    return torch.stack(path)
