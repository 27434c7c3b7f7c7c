"""The reward is discounted too; gamma applies to the value of the next state only.

fr: La récompense est actualisée aussi ; gamma ne s'applique qu'à la valeur de l'état suivant.
"""


def targets(rewards, next_q, over, gamma):
    return gamma * (rewards + next_q.max(dim=1).values * ~over)
