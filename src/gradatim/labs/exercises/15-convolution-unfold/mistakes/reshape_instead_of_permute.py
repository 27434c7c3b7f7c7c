"""(B, L, C_out) is reshaped to (B, C_out, ...): transpose first, reshape only renames places.

fr: (B, L, C_out) est remodelé en (B, C_out, ...) : transposez d'abord, reshape ne déplace
rien.
"""


def convolution(x, weight, bias):
    k = weight.shape[-1]
    y = patches(x, k).transpose(1, 2) @ weight.flatten(1).T + bias
    return y.reshape(len(x), len(weight), x.shape[2] - k + 1, x.shape[3] - k + 1)
