"""All parts of x come first, then all parts of y; each batch is a pair (part of x, part of y).

fr: Toutes les parties de x, puis toutes celles de y ; chaque lot est une paire (partie de x,
partie de y).
"""


def batches(x, y, size):
    return list(x.split(size)), list(y.split(size))
