"""One token too many: with length 2 the places 0 and 1 are real, not 2 (< instead of <=).

fr: Un mot de trop : avec la longueur 2, les places 0 et 1 sont réelles, pas 2 (< et non <=).
"""


def padding_mask(lengths, T):
    return torch.arange(T) <= lengths[:, None]
