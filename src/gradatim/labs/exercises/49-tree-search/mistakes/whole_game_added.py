"""All positions of a game are added to the tree, not the first new one, so no moves are drawn at
random.

fr: Toutes les positions d'une partie sont ajoutées à l'arbre, et pas la première nouvelle, donc
aucun coup n'est tiré au hasard.
"""


def search(state, n, c):
    root = Node(state)
    for _ in range(n):
        node, path = root, []
        while node.state.moves:
            i = ucb(node.visits, node.sums, c)
            path.append((node, i))
            if node.children[i] is None:
                node.children[i] = Node(node.state.after(i))
            node = node.children[i]
        value = node.state.value
        for visited, i in path:
            visited.visits[i] += 1
            visited.sums[i] += value
    return root.visits
