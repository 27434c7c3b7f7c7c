"""Under the root the two counts are exchanged: it is log N, divided by the visits of
the move.

fr: Sous la racine, les deux comptes sont échangés : c'est log N, divisé par les visites
du coup.
"""


def ucb(visits, sums, c):
    if 0 in visits:
        return visits.index(0)
    total = sum(visits)
    bounds = [s / n + c * math.sqrt(math.log(n) / total) for s, n in zip(sums, visits)]
    return bounds.index(max(bounds))
