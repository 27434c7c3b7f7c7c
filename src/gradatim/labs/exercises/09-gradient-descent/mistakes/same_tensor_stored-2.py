"""A step in place (w -= ..., for instance) changes the one tensor that every entry of the list
refers to: all points equal the last one.

fr: Un pas fait sur place (w -= ..., par exemple) modifie l'unique tenseur auquel renvoie toute la
liste : tous les points sont égaux au dernier.
"""


def descend(gradient, w, rate, steps):
    w = w.clone()
    path = [w]
    for _ in range(steps):
        w -= rate * gradient(w)
        path.append(w)
    return torch.stack(path)


def momentum_descend(gradient, w, rate, beta, steps):
    w, velocity = w.clone(), torch.zeros_like(w)
    path = [w]
    for _ in range(steps):
        velocity = beta * velocity + gradient(w)
        w -= rate * velocity
        path.append(w)
    return torch.stack(path)
