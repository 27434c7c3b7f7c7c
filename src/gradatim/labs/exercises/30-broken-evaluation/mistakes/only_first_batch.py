"""Only the first or the last batch of each epoch is trained on.

fr: Un seul lot par époque, le premier ou le dernier, sert à l'entraînement.
"""

_right = fit


def fit(model, batches, held_out, optimizer, epochs):
    return _right(model, batches[:1], held_out, optimizer, epochs)
