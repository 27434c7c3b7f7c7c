"""start and end are exchanged.

fr: start et end sont échangés.
"""

_right = epsilon_at


def epsilon_at(step, start, end, n_steps):
    return _right(step, end, start, n_steps)
