"""The difference is always 0: f is taken twice at one point. After `up = w`, for instance, both
names are one tensor; copy with clone().

fr: La différence vaut toujours 0 : f est prise deux fois au même point. Après `haut = w`, par
exemple, les deux noms désignent un seul tenseur ; copiez avec clone().
"""

import torch


def central_difference(f, w, h):
    return torch.stack([(f(w) - f(w)) / (2 * h) for _ in range(len(w))])
