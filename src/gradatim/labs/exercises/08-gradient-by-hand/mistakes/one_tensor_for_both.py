"""`up = w` is no copy: both names are one tensor, so both values of f are the same and the
difference is 0. Copy with clone().

fr: `haut = w` n'est pas une copie : les deux noms désignent un seul tenseur, les deux valeurs
de f sont égales et la différence vaut 0. Copiez avec clone().
"""

import torch


def central_difference(f, w, h):
    return torch.stack([(f(w) - f(w)) / (2 * h) for _ in range(len(w))])
