"""After n_steps epsilon falls below `end`: it should stay there.

fr: Après n_steps epsilon descend sous `end` : il doit y rester.
"""


def epsilon_at(step, start, end, n_steps):
    return start + (end - start) * step / n_steps
