"""The value of the first action is used; take the best one.

fr: La valeur de la première action sert ; prenez la meilleure.
"""


def targets(rewards, next_q, over, gamma):
    return rewards + gamma * next_q[:, 0] * ~over
