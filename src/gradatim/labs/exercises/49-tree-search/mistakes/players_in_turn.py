"""The value is turned round (1 - value) from level to level, as if the players moved in turn;
`after` already plays the other's answer.

fr: La valeur est retournée (1 - valeur) d'un niveau à l'autre, comme si les joueurs alternaient ;
`after` joue déjà la réponse de l'autre.
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
        for depth, (visited, i) in enumerate(path):
            visited.visits[i] += 1
            visited.sums[i] += 1 - value if depth % 2 else value
    return root.visits
