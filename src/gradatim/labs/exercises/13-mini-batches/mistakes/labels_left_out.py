"""Only the parts of x are returned; each batch is a pair (part of x, part of y).

fr: Seules les parties de x sont renvoyées ; chaque lot est une paire (partie de x, partie de y).
"""


def batches(x, y, size):
    return [x[i : i + size] for i in range(0, len(x), size)]
