"""It falls to 0 and is cut off at end; it should be a straight line from start to end.

fr: Il tombe vers 0 et s'arrête à end ; il faut une droite de start à end.
"""


def epsilon_at(step, start, end, n_steps):
    return max(end, start * (1 - step / n_steps))
