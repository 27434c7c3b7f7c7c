"""The mean over the actions was taken; take the best one.

fr: La moyenne sur les actions a été prise ; prenez la meilleure.
"""


def targets(rewards, next_q, over, gamma):
    return rewards + gamma * next_q.mean(dim=1) * ~over
