"""Only the first image is returned.

fr: Seule la première image est renvoyée.
"""

_right = as_batch


def as_batch(images):
    return _right(images)[:1]
