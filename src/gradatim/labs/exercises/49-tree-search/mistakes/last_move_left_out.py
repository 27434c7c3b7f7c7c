"""The last move is never drawn: `randrange(n)` leaves n out already.

fr: Le dernier coup n'est jamais tiré : `randrange(n)` exclut déjà n.
"""


def rollout(state):
    while state.moves:
        state = state.after(random.randrange(max(state.moves - 1, 1)))
    return state.value
