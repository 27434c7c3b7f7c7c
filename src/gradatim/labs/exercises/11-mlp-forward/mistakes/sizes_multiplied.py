"""All sizes are multiplied; each layer has n_in * n_out weights, and the layers are added.

fr: Toutes les tailles sont multipliées ; chaque couche a n_in * n_out poids, et les couches
s'ajoutent.
"""


def count_parameters(sizes):
    total = 1
    for size in sizes:
        total *= size
    return total
