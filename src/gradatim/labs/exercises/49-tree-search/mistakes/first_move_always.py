"""The rollout always plays the first move: draw one at random.

fr: La partie joue toujours le premier coup : tirez-en un au hasard.
"""


def rollout(state):
    while state.moves:
        state = state.after(0)
    return state.value
