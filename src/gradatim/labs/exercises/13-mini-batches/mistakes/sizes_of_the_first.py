"""All batches but the last are taken to be as large as the first one; each has its own size.

fr: Tous les lots sauf le dernier sont supposés aussi grands que le premier ; chacun a sa taille.
"""


def epoch_loss(losses, sizes):
    total = sizes[0] * sum(losses[:-1]) + sizes[-1] * losses[-1]
    return total / (sizes[0] * (len(sizes) - 1) + sizes[-1])
