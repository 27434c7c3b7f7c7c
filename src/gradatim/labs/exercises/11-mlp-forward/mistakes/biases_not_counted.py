"""Only the weights are counted; each neuron also has a bias.

fr: Seuls les poids sont comptés ; chaque neurone a aussi un biais.
"""


def count_parameters(sizes):
    return sum(m * n for m, n in zip(sizes, sizes[1:]))
