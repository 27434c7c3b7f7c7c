"""over is inverted: the future counts only after the end.

fr: over est inversé : l'avenir ne compte qu'après la fin.
"""


def targets(rewards, next_q, over, gamma):
    return rewards + gamma * next_q.max(dim=1).values * over
