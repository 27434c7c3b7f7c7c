"""Only the first batch is returned: is the return inside the loop?

fr: Seul le premier lot est renvoyé : le return est-il dans la boucle ?
"""

_right = batches


def batches(x, y, size):
    return _right(x, y, size)[:1]
