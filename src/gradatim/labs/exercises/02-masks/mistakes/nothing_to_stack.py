"""Where no number is above zero there is nothing to stack: x[x > 0] gives an empty tensor.

fr: Si aucun nombre n'est positif, il n'y a rien à empiler : x[x > 0] donne un tenseur vide.
"""

import torch


def positives(x):
    return torch.stack([number for number in x.flatten() if number > 0])
