import math
import random


def ucb(visits: list[int], sums: list[float], c: float) -> int:
    if 0 in visits:
        return visits.index(0)
    log = math.log(sum(visits))

    def bound(i: int) -> float:
        return sums[i] / visits[i] + c * math.sqrt(log / visits[i])

    return max(range(len(visits)), key=bound)


def rollout(state) -> float:
    while state.moves:
        state = state.after(random.randrange(state.moves))
    return state.value


class Node:
    def __init__(self, state):
        self.state = state
        self.visits, self.sums = [0] * state.moves, [0.0] * state.moves
        self.children: list[Node | None] = [None] * state.moves


def search(state, n: int, c: float) -> list[int]:
    root = Node(state)
    for _ in range(n):
        node, path = root, []
        while node.state.moves:
            i = ucb(node.visits, node.sums, c)
            path.append((node, i))
            child = node.children[i]
            if child is None:
                node.children[i] = node = Node(node.state.after(i))
                break
            node = child
        value = rollout(node.state)
        for visited, i in path:
            visited.visits[i] += 1
            visited.sums[i] += value
    return root.visits
