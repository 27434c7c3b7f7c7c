"""The result counts less the longer the path is; it is added to each move as it is.

fr: Le résultat compte d'autant moins que le chemin est long ; il est ajouté à chaque coup tel quel.
"""


def search(state, n, c):
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
        value = rollout(node.state) * 0.9 ** len(path)
        for visited, i in path:
            visited.visits[i] += 1
            visited.sums[i] += value
    return root.visits
