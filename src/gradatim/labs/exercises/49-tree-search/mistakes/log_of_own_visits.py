"""The logarithm takes the visits of the move itself; it takes N, those of all moves together.

fr: Le logarithme prend les visites du coup lui-même ; il prend N, celles de tous les coups
ensemble.
"""


def ucb(visits, sums, c):
    if 0 in visits:
        return visits.index(0)
    bounds = [s / n + c * math.sqrt(math.log(n) / n) for s, n in zip(sums, visits)]
    return bounds.index(max(bounds))
