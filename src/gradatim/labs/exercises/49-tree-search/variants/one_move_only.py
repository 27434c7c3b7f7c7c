def rollout(state):
    n = state.moves
    return state.after(random.randint(0, n - 1)).value if n else state.value
