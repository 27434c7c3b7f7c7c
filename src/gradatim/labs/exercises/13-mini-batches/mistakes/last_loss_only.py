"""The loss of the last batch is returned; the mean over all examples is asked for.

fr: La perte du dernier lot est renvoyée ; il faut la moyenne sur tous les exemples.
"""


def epoch_loss(losses, sizes):
    return losses[-1]
