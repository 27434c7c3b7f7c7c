"""The number of right answers is returned; the fraction is asked for.

fr: Le nombre de réponses justes est renvoyé ; il faut la proportion.
"""

_right = fit


def fit(model, batches, held_out, optimizer, epochs):
    return [a * len(held_out[1]) for a in _right(model, batches, held_out, optimizer, epochs)]
