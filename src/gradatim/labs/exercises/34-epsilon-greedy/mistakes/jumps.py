"""epsilon does not fall evenly: it is start before n_steps, and end afterwards.

fr: epsilon ne descend pas régulièrement : c'est start avant n_steps, et end ensuite.
"""


def epsilon_at(step, start, end, n_steps):
    return start if step < n_steps else end
