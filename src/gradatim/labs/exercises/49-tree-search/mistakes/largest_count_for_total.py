"""N is the number of all tries, the sum of visits, not the largest of them or the number of moves.

fr: N est le nombre de tous les essais, la somme des visites, pas la plus grande ni le nombre de
coups.
"""


def ucb(visits, sums, c):
    if 0 in visits:
        return visits.index(0)
    log = math.log(max(visits))
    bounds = [s / n + c * math.sqrt(log / n) for s, n in zip(sums, visits)]
    return bounds.index(max(bounds))
