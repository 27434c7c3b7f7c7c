"""Every chosen token becomes the mask; 10 % should be random and 10 % should stay.

fr: Chaque token choisi devient le masque ; 10 % doivent être pris au hasard et 10 % rester.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    return torch.where(chosen, mask_id, tokens)
