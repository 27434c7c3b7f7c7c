"""The worst next action is taken; take the best one.

fr: La pire action suivante est prise ; prenez la meilleure.
"""


def targets(rewards, next_q, over, gamma):
    return rewards + gamma * next_q.amin(1) * ~over
