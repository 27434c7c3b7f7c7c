"""The reward is discounted too; gamma belongs to the next state only.

fr: La récompense est escomptée aussi ; gamma ne va qu'à l'état suivant.
"""


def targets(rewards, next_q, over, gamma):
    return gamma * (rewards + next_q.max(dim=1).values * ~over)
