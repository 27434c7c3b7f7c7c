"""All canvases of me come first and then all of the other player, and a view does not mix them: the two of one
state must stand together.

fr: Tous les canevas de moi viennent d'abord, puis tous ceux de l'autre, et une vue ne les mêle pas : les deux d'un
même état doivent aller ensemble.
"""

import torch


def batch(width, height, states):
    mine = [canvas(width, height, me, cheese) for me, _, cheese in states]
    theirs = [canvas(width, height, other, cheese) for _, other, cheese in states]
    return torch.stack(mine + theirs).view(len(states), 2, 2 * height - 1, 2 * width - 1)
