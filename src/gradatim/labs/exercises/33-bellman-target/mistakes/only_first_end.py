"""Only the first transition after which the game is over gets the reward alone; all of them do.

fr: Seule la première transition qui finit la partie reçoit la récompense seule ; toutes la
reçoivent.
"""

import torch


def targets(rewards, next_q, over, gamma):
    goal = rewards + gamma * next_q.amax(1)
    if over.any():
        first = int(over.int().argmax())
        goal[first] = rewards[first]
    return goal
