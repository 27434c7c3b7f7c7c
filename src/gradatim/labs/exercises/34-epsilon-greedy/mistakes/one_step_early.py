"""The end is reached one step too early: divide by n_steps.

fr: La fin est atteinte un pas trop tôt : divisez par n_steps.
"""

_right = epsilon_at


def epsilon_at(step, start, end, n_steps):
    return _right(step, start, end, n_steps - 1)
