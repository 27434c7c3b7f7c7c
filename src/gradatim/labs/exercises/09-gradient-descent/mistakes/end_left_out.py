"""The last position is missing: the path holds w before each step, but not after the last.

fr: La dernière position manque : le chemin contient w avant chaque pas, mais pas après le
dernier.
"""


def descend(gradient, w, rate, steps):
    path = []
    for _ in range(steps):
        path.append(w)
        w = w - rate * gradient(w)
    return torch.stack(path) if path else w.new_zeros(0, len(w))
