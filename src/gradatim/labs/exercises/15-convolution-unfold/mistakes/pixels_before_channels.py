"""In each column the channels of one pixel are together; the whole first channel should come
first.

fr: Dans chaque colonne les canaux d'un pixel sont ensemble ; le premier canal entier doit venir
d'abord.
"""


def patches(x, k):
    B, C, _, _ = x.shape
    columns = F.unfold(x, k)
    return columns.view(B, C, k * k, -1).transpose(1, 2).reshape(B, C * k * k, -1)
