"""The result is still one column per place, (B, C_out, L): fold L back into rows and columns.

fr: Le résultat est encore une colonne par place, (B, C_out, L) : repliez L en lignes et colonnes.
"""


def convolution(x, weight, bias):
    return weight.flatten(1) @ patches(x, weight.shape[-1]) + bias[:, None]
