"""The gradient is computed once, at the start; compute it again at every new w.

fr: Le gradient n'est calculé qu'une fois, au départ ; recalculez-le à chaque nouveau w.
"""


def momentum_descend(gradient, w, rate, beta, steps):
    v, path, g = torch.zeros_like(w), [w], gradient(w)
    for _ in range(steps):
        v = beta * v + g
        w = w - rate * v
        path.append(w)
    return torch.stack(path)
