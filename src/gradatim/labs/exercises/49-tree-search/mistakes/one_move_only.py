"""The rollout plays one move: go on until there are no moves.

fr: La partie ne joue qu'un coup : continuez jusqu'à ce qu'il n'y ait plus de coups.
"""


def rollout(state):
    if state.moves:
        state = state.after(random.randrange(state.moves))
    return state.value
