"""A bias is counted for every weight; there is one per neuron.

fr: Un biais est compté pour chaque poids ; il y en a un par neurone.
"""


def count_parameters(sizes):
    return sum(2 * a * b for a, b in zip(sizes[:-1], sizes[1:]))
