"""The mask is made of numbers; a mask of bool is asked for.

fr: Le masque est fait de nombres ; on demande un masque de bool.
"""


def causal_mask(T):
    return torch.ones(T, T).tril()
