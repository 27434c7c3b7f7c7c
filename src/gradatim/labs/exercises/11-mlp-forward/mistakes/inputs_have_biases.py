"""The inputs of the network are counted as neurons with a bias; they have none.

fr: Les entrées du réseau sont comptées comme des neurones avec biais ; elles n'en ont pas.
"""


def count_parameters(sizes):
    return sum(n_in * n_out for n_in, n_out in zip(sizes[:-1], sizes[1:])) + sum(sizes)
