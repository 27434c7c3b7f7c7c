"""The result still has one column per position, (B, C_out, L): fold L back into rows and
columns.

fr: Le résultat a encore une colonne par position, (B, C_out, L) : repliez L en lignes et colonnes.
"""


def convolution(x, weight, bias):
    return weight.flatten(1) @ patches(x, weight.shape[-1]) + bias[:, None]
