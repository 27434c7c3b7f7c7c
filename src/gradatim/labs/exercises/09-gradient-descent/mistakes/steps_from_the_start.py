"""Each step goes from the start, not from the last w: steps do not build on each other.

fr: Chaque pas part du départ et non du dernier w : les pas ne s'enchaînent pas.
"""


def descend(gradient, w, rate, steps):
    return torch.stack([w] + [w - rate * gradient(w)] * steps)
