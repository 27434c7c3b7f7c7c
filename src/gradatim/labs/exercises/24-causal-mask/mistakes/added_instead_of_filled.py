"""A large number is added at hidden positions; it must be subtracted, or -inf filled in.

fr: Un grand nombre est ajouté aux positions cachées ; il faut le soustraire, ou y mettre -inf.
"""


def masked_weights(scores, mask):
    return (scores + ~mask * 1e9).softmax(dim=-1)
