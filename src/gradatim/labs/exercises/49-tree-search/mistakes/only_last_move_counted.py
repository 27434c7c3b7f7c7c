"""Only the last move in the tree gets the result; every move on the path gets it, those at the
root too.

fr: Seul le dernier coup de l'arbre reçoit le résultat ; chaque coup du chemin le reçoit, à la
racine aussi.
"""


def search(state, n, c):
    root = Node(state)
    for _ in range(n):
        node, last = root, None
        while node.state.moves:
            i = ucb(node.visits, node.sums, c)
            last = node, i
            child = node.children[i]
            if child is None:
                node.children[i] = node = Node(node.state.after(i))
                break
            node = child
        value = rollout(node.state)
        visited, i = last
        visited.visits[i] += 1
        visited.sums[i] += value
    return root.visits
