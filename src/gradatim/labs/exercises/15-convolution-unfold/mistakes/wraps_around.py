"""The kernel wraps around at the end of the row, so there are n rows; it must fit completely.

fr: Le noyau fait le tour au bout de la ligne, d'où n lignes ; il doit tenir tout entier.
"""


def as_matrix(kernel, n):
    row = F.pad(kernel, (0, n - len(kernel)))
    return torch.stack([row.roll(i) for i in range(n)])
