"""epsilon rises instead of falling.

fr: epsilon monte au lieu de descendre.
"""


def epsilon_at(step, start, end, n_steps):
    return min(start + (start - end) * step / n_steps, 2 * start - end)
