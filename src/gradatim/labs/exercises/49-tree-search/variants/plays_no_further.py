def search(state, n, c):
    tried = {i: [] for i in range(state.moves)}
    for _ in range(n):
        counts = [len(results) for results in tried.values()]
        i = ucb(counts, [sum(results) for results in tried.values()], c)
        tried[i].append(rollout(state.after(i)))
    return [len(tried[i]) for i in range(state.moves)]
