"""weight.reshape(-1, C_out) does not put one output channel in a column: it mixes them. Flatten
from axis 1, then transpose.

fr: weight.reshape(-1, C_out) ne met pas un canal de sortie par colonne : cela les mélange.
Aplatissez depuis l'axe 1, puis transposez.
"""


def convolution(x, weight, bias):
    k = weight.shape[-1]
    y = weight.reshape(-1, len(weight)).T @ patches(x, k) + bias[:, None]
    return y.unflatten(-1, (x.shape[2] - k + 1, x.shape[3] - k + 1))
