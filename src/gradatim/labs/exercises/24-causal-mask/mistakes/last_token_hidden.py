"""The last real token is hidden: positions 0 to length - 1 are real.

fr: Le dernier vrai token est caché : les positions 0 à longueur - 1 sont vraies.
"""


def padding_mask(lengths, T):
    return torch.arange(T) < lengths[:, None] - 1
