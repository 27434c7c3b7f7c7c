"""The maximum is taken over the transitions (dim=0); each has its own actions (dim=1).

fr: Le maximum est pris sur les transitions (dim=0) ; chacune a ses actions (dim=1).
"""


def targets(rewards, next_q, over, gamma):
    return rewards + gamma * next_q.amax(0)[:1] * ~over
