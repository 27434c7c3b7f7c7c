"""The gradient enters with a factor 1 - beta; the task asks for beta * v + gradient(w).

fr: Le gradient entre avec un facteur 1 - beta ; il faut beta * v + gradient(w).
"""


def momentum_descend(gradient, w, rate, beta, steps):
    v = torch.zeros_like(w)
    path = [w]
    for _ in range(steps):
        v = beta * v + (1 - beta) * gradient(w)
        w = w - rate * v
        path.append(w)
    return torch.stack(path)
