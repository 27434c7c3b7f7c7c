import random

import numpy as np


def ucb(visits, sums, c):
    n = np.asarray(visits, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        bounds = np.where(n > 0, np.asarray(sums) / n + c * np.sqrt(np.log(n.sum()) / n), np.inf)
    return int(bounds.argmax())


def rollout(state):
    while n := state.moves:
        state = state.after(int(random.random() * n))
    return float(state.value)


def search(state, n, c):
    nodes = [(state, [0] * state.moves, [0.0] * state.moves, {})]
    for _ in range(n):
        here, taken = 0, []
        while nodes[here][0].moves:
            position, visits, sums, below = nodes[here]
            i = ucb(visits, sums, c)
            taken.append((here, i))
            if i not in below:
                after = position.after(i)
                below[i] = len(nodes)
                nodes.append((after, [0] * after.moves, [0.0] * after.moves, {}))
                here = below[i]
                break
            here = below[i]
        value = rollout(nodes[here][0])
        for number, i in taken:
            nodes[number][1][i] += 1
            nodes[number][2][i] += value
    return nodes[0][1]
