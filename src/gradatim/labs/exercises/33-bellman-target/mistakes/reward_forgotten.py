"""The reward is not added.

fr: La récompense n'est pas ajoutée.
"""


def targets(rewards, next_q, over, gamma):
    return gamma * next_q.amax(1) * ~over
