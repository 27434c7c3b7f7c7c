"""Where no number is above zero the list is empty, and an empty list cannot be joined to a tensor
(stack, cat): x[x > 0] gives an empty tensor.

fr: Si aucun nombre n'est positif, la liste est vide, et une liste vide ne se réunit pas en un
tenseur (stack, cat) : x[x > 0] donne un tenseur vide.
"""

import torch


def positives(x):
    return torch.stack([number for number in x.flatten() if number > 0])
