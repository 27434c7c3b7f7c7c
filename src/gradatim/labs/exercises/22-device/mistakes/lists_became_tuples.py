"""A list is returned as a tuple: keep the type of the container.

fr: Une liste est renvoyée en tuple : gardez le type du conteneur.
"""

_right = to_device


def to_device(batch, device):
    if isinstance(batch, list):
        return tuple(to_device(item, device) for item in batch)
    return _right(batch, device)
