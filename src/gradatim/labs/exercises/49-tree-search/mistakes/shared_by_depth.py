"""All positions of one depth share their counts and sums; each position of the tree has its own.

fr: Toutes les positions d'une profondeur partagent leurs comptes et leurs sommes ; chaque
position de l'arbre a les siens.
"""


def search(state, n, c):
    levels, seen = {}, set()
    for _ in range(n):
        here, moves = state, ()
        path = []
        while here.moves:
            empty = [0] * here.moves, [0.0] * here.moves
            visits, sums = levels.setdefault((len(moves), here.moves), empty)
            i = ucb(visits, sums, c)
            path.append((visits, sums, i))
            here, moves = here.after(i), (*moves, i)
            if moves not in seen:
                seen.add(moves)
                break
        value = rollout(here)
        for visits, sums, i in path:
            visits[i] += 1
            sums[i] += value
    return levels[0, state.moves][0]
