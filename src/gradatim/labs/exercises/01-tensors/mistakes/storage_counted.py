"""The numbers of the storage are counted: x may be a part of a larger tensor; x.numel() counts x.

fr: Les nombres de la mémoire sont comptés : x peut être une partie d'un plus grand tenseur ;
x.numel() compte ceux de x.
"""


def describe(x):
    return tuple(x.shape), x.dim(), x.untyped_storage().nbytes() // x.element_size()
