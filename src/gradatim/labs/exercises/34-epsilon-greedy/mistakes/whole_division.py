"""// drops the decimals: nothing changes until n_steps.

fr: // supprime les décimales : rien ne change avant n_steps.
"""


def epsilon_at(step, start, end, n_steps):
    return start + (end - start) * min(step // n_steps, 1)
