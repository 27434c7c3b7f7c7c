"""The mask is cut from one of a fixed size; for a larger T it is too small.

fr: Le masque est découpé dans un masque de taille fixe ; pour un plus grand T il est trop petit.
"""


def causal_mask(T):
    return torch.ones(100, 100, dtype=torch.bool).tril()[:T, :T]
