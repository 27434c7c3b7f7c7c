"""One token too many: with length 2, positions 0 and 1 are real, not 2 (use < and not <=).

fr: Un token de trop : avec la longueur 2, les positions 0 et 1 sont réelles, pas 2 (utilisez < et
non <=).
"""


def padding_mask(lengths, T):
    return torch.arange(T) <= lengths[:, None]
