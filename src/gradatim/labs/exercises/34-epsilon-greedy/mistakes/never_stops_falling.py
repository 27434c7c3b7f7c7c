"""After n_steps epsilon goes on falling, below its end: hold it there.

fr: Après n_steps epsilon baisse encore, sous sa fin : arrêtez-le là.
"""


def epsilon_at(step, start, end, n_steps):
    return start + (end - start) * step / n_steps
