"""epsilon stops at end only where it falls; where start is below end, it must rise and stop there as well.

fr: epsilon ne s'arrête à end que lorsqu'il décroît ; quand start est sous end, il doit croître et s'arrêter aussi.
"""


def epsilon_at(step, start, end, n_steps):
    return max(end, start + (end - start) * step / n_steps)
