"""Both sides of the output are taken as the root of the number of positions: that is right for square
images only. They are H-k+1 and W-k+1.

fr: Les deux côtés de la sortie sont pris comme la racine du nombre de positions : ce n'est juste
que pour des images carrées. Ce sont H-k+1 et W-k+1.
"""


def convolution(x, weight, bias):
    columns = patches(x, weight.shape[-1])
    out = weight.flatten(1) @ columns + bias[:, None]
    side = int(columns.shape[-1] ** 0.5)
    return out.reshape(len(x), len(weight), side, side)
