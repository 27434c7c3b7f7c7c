"""The step is not saved.

fr: Le numéro du pas n'est pas enregistré.
"""

_right = load_checkpoint


def load_checkpoint(model, optimizer, path):
    _right(model, optimizer, path)
    return 0
