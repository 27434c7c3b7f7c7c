"""After the end the target is 0; it is the reward.

fr: Après la fin, la cible vaut 0 ; c'est la récompense.
"""


def targets(rewards, next_q, over, gamma):
    return (rewards + gamma * next_q.amax(1)) * ~over
