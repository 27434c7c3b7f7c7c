"""The other player's canvas shows the cheese of the last state in every state.

fr: La toile de l'autre joueur montre le fromage du dernier état dans chaque état.
"""

import torch


def batch(width, height, states):
    views = [
        canvas(width, height, player, cheese)
        for me, other, own in states
        for player, cheese in ((me, own), (other, states[-1][2]))
    ]
    return torch.stack(views).unflatten(0, (len(states), 2))
