"""Only the first move of a game gets its result; it is added to every move taken in the tree.

fr: Seul le premier coup d'une partie reçoit son résultat ; il s'ajoute à chaque coup pris dans
l'arbre.
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
        value = rollout(node.state)
        first, i = path[0]
        first.visits[i] += 1
        first.sums[i] += value
    return root.visits
