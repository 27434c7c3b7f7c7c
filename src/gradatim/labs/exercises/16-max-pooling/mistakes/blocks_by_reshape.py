"""The image is cut into groups of 4 neighbors in reading order; a 2x2 block takes two numbers from
each of two rows.

fr: L'image est coupée en groupes de 4 voisins dans l'ordre de lecture ; un bloc 2x2 prend deux
nombres dans chacune de deux lignes.
"""


def max_pool(x):
    B, C, H, W = x.shape
    x = x[:, :, : H // 2 * 2, : W // 2 * 2]
    return x.reshape(B, C, H // 2, W // 2, 4).amax(-1)
