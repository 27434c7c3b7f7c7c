"""Only the biases are counted; the weights are missing.

fr: Seuls les biais sont comptés ; les poids manquent.
"""


def count_parameters(sizes):
    return sum(sizes[1:])
