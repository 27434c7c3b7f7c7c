"""The step is lost: it is not saved, or it is not read from the file.

fr: Le numéro du pas est perdu : il n'est pas enregistré, ou il n'est pas lu dans le fichier.
"""

_right = load_checkpoint


def load_checkpoint(model, optimizer, path):
    _right(model, optimizer, path)
    return 0
