"""The length of the first row is used for every row.

fr: La longueur de la première ligne sert pour toutes.
"""


def padding_mask(lengths, T):
    return (torch.arange(T) < lengths[0]).expand(len(lengths), T)
