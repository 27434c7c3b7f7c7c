"""Only the mean of the last epoch is returned; the list has one per epoch.

fr: Seule la moyenne de la dernière époque est renvoyée ; la liste en a une par époque.
"""

_right = train


def train(model, batches, optimizer, epochs):
    return _right(model, batches, optimizer, epochs)[-1:]
