"""The start is missing from the path, which should have steps + 1 points.

fr: Le départ manque dans le chemin, qui doit avoir steps + 1 points.
"""


def descend(gradient, w, rate, steps):
    path = []
    for _ in range(steps):
        w = w - rate * gradient(w)
        path.append(w)
    return torch.stack(path) if path else w.new_zeros(0, len(w))
