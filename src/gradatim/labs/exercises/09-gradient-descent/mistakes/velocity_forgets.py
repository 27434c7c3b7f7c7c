"""The velocity is an average here, beta * v + (1 - beta) * gradient; the task asks for the sum.

fr: Ici la vitesse est une moyenne, beta * v + (1 - beta) * gradient ; la consigne demande la somme.
"""


def momentum_descend(gradient, w, rate, beta, steps):
    v, path = torch.zeros_like(w), [w]
    for _ in range(steps):
        v = beta * v + (1 - beta) * gradient(w)
        w = w - rate * v
        path.append(w)
    return torch.stack(path)
