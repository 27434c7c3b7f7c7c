"""A side of the output is taken as the root of the number of positions: that is right for square
images only. The sides are H-k+1 and W-k+1.

fr: Un côté de la sortie est pris comme racine du nombre de positions : ce n'est juste que pour
des images carrées. Les côtés sont H-k+1 et W-k+1.
"""


def convolution(x, weight, bias):
    columns = patches(x, weight.shape[-1])
    out = weight.flatten(1) @ columns + bias[:, None]
    side = int(columns.shape[-1] ** 0.5)
    return out.reshape(len(x), len(weight), side, side)
