"""epsilon falls to 0; it should fall to `end`.

fr: epsilon descend à 0 ; il doit descendre à `end`.
"""


def epsilon_at(step, start, end, n_steps):
    return start * max(0.0, 1 - step / n_steps)
