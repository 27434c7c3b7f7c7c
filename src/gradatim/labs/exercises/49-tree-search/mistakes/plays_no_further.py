"""Only the first move is chosen with care, the rest is random: add the positions behind it too.

fr: Seul le premier coup est choisi avec soin, le reste est au hasard : ajoutez aussi les positions
qui suivent.
"""


def search(state, n, c):
    visits, sums = [0] * state.moves, [0.0] * state.moves
    for _ in range(n):
        i = ucb(visits, sums, c)
        sums[i] += rollout(state.after(i))
        visits[i] += 1
    return visits
