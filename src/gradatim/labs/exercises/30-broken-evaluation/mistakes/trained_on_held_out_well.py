"""The held-out data are trained on: leave them out of the loop over batches.

fr: Les données de validation sont apprises : ne les mettez pas dans la boucle sur les lots.
"""

_right = fit


def fit(model, batches, held_out, optimizer, epochs):
    return _right(model, [*batches, held_out], held_out, optimizer, epochs)
