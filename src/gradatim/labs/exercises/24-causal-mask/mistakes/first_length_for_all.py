"""One length, of the first row or the longest, is used for every row.

fr: Une seule longueur, celle de la première ligne ou la plus grande, sert pour toutes.
"""


def padding_mask(lengths, T):
    return (torch.arange(T) < lengths[0]).expand(len(lengths), T)
