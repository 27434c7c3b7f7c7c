import math
import random


def ucb(visits, sums, c):
    untried = [i for i, n in enumerate(visits) if not n]
    if untried:
        return untried[0]
    bounds = [s / n + c * (math.log(sum(visits)) / n) ** 0.5 for n, s in zip(visits, sums)]
    return bounds.index(max(bounds))


def rollout(state):
    moves = list(range(state.moves))
    while moves:
        random.shuffle(moves)
        state = state.after(moves[0])
        moves = list(range(state.moves))
    return state.value


class Tree:
    def __init__(self, state):
        self.state, self.below = state, [None] * state.moves
        self.visits, self.sums = [0] * state.moves, [0.0] * state.moves

    def play(self, c):
        if not self.state.moves:
            return self.state.value
        i = ucb(self.visits, self.sums, c)
        if self.below[i] is None:
            self.below[i] = Tree(self.state.after(i))
            value = rollout(self.below[i].state)
        else:
            value = self.below[i].play(c)
        self.visits[i] += 1
        self.sums[i] += value
        return value


def search(state, n, c):
    tree = Tree(state)
    for _ in range(n):
        tree.play(c)
    return tree.visits
