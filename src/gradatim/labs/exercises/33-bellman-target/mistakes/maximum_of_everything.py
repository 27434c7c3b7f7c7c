"""The maximum is taken over all transitions; each has its own.

fr: Le maximum est pris sur toutes les transitions ; chacune a le sien.
"""


def targets(rewards, next_q, over, gamma):
    return rewards + gamma * next_q.max() * ~over
