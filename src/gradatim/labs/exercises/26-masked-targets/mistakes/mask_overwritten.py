"""No chosen token becomes the mask: all that do not stay are random, since they overwrite the mask
for instance; 80 % should be the mask.

fr: Aucun token choisi ne devient le masque : tous ceux qui ne restent pas sont pris au hasard, en
écrasant le masque par exemple ; 80 % doivent être le masque.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    changed = chosen & (torch.rand(tokens.shape) < 0.9)
    return torch.where(changed, torch.randint(n_vocabulary, tokens.shape), tokens)
