"""Only the logarithm is under the root; log(N) / visits belongs there as a whole.

fr: Seul le logarithme est sous la racine ; log(N) / visites doit y être en entier.
"""


def ucb(visits, sums, c):
    if 0 in visits:
        return visits.index(0)
    root = math.sqrt(math.log(sum(visits)))
    bounds = [s / n + c * root / n for s, n in zip(sums, visits)]
    return bounds.index(max(bounds))
