"""The mean of the results is kept where ucb expects their sum: ucb divides it by the visits once
more.

fr: La moyenne des résultats est gardée là où ucb attend leur somme : ucb la divise encore par le
nombre d'essais.
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
        for visited, i in path:
            visited.visits[i] += 1
            visited.sums[i] += (value - visited.sums[i]) / visited.visits[i]
    return root.visits
