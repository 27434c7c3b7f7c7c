"""gamma is missing: the future counts in full.

fr: gamma manque : l'avenir compte en entier.
"""


def targets(rewards, next_q, over, gamma):
    return rewards + next_q.max(dim=1).values * ~over
