"""Positions that the same moves lead to in another order are taken for one: the order belongs to the way.

fr: Les positions où mènent les mêmes coups dans un autre ordre sont confondues : l'ordre fait partie du chemin.
"""


def search(state, n, c):
    tree = {(): Node(state)}
    for _ in range(n):
        path, taken = (), []
        while tree[path].state.moves:
            node = tree[path]
            i = ucb(node.visits, node.sums, c)
            taken.append((node, i))
            path = tuple(sorted((*path, i)))
            if path not in tree:
                tree[path] = Node(node.state.after(i))
                break
        value = rollout(tree[path].state)
        for node, i in taken:
            node.visits[i] += 1
            node.sums[i] += value
    return tree[()].visits
