"""One bias is counted per layer; there is one per neuron.

fr: Un biais est compté par couche ; il y en a un par neurone.
"""


def count_parameters(sizes):
    return sum(n_in * n_out + 1 for n_in, n_out in zip(sizes[:-1], sizes[1:]))
