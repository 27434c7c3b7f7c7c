"""One number is drawn per row: all tokens of a row are chosen together, or none.

fr: Un seul nombre est tiré par ligne : tous les tokens d'une ligne sont choisis ensemble, ou
aucun.
"""

import torch


def choose(tokens, special, p):
    ordinary = ~torch.isin(tokens, torch.tensor(special))
    return (torch.rand(len(tokens), 1) < p) & ordinary
