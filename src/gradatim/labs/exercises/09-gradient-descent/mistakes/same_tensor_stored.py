"""w -= ... changes the one tensor that every entry of the list refers to: all points equal the
last one.

fr: w -= ... modifie l'unique tenseur auquel renvoie toute la liste : tous les points sont égaux au
dernier.
"""


def descend(gradient, w, rate, steps):
    path = [w]
    for _ in range(steps):
        w -= rate * gradient(w)
        path.append(w)
    return torch.stack(path)
