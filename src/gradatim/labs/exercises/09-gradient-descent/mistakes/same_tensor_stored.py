"""w -= ... changes the one tensor that the whole list points at: all points look like the last.

fr: w -= ... modifie l'unique tenseur que toute la liste désigne : tous les points valent le dernier.
"""


def descend(gradient, w, rate, steps):
    path = [w]
    for _ in range(steps):
        w -= rate * gradient(w)
        path.append(w)
    return torch.stack(path)
