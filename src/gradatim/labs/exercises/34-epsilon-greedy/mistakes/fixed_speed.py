"""The speed of the fall does not depend on n_steps.

fr: La vitesse de la descente ne dépend pas de n_steps.
"""


def epsilon_at(step, start, end, n_steps):
    return max(end, start - 0.01 * step)
