"""The step returned is not the one that was saved.

fr: Le pas renvoyé n'est pas celui qui a été enregistré.
"""

_right = load_checkpoint


def load_checkpoint(model, optimizer, path):
    return _right(model, optimizer, path) + 1
