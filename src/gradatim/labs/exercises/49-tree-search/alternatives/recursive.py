import math
import random


def ucb(visits, sums, c):
    def bound(i):
        if visits[i] == 0:
            return math.inf
        return sums[i] / visits[i] + c * math.sqrt(math.log(sum(visits)) / visits[i])

    return max(range(len(visits)), key=bound)


def rollout(state):
    return rollout(state.after(random.choice(range(state.moves)))) if state.moves else state.value


def search(state, n, c):
    tree = {}

    def play(path, here):
        if not here.moves:
            return here.value
        if path not in tree:
            tree[path] = [0] * here.moves, [0.0] * here.moves
            if path:
                return rollout(here)
        visits, sums = tree[path]
        i = ucb(visits, sums, c)
        value = play((*path, i), here.after(i))
        visits[i] += 1
        sums[i] += value
        return value

    for _ in range(n):
        play((), state)
    return tree[()][0]
