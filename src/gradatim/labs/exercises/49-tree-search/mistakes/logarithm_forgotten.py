"""The logarithm is missing: the bonus is c * sqrt(log(N) / visits), not c * sqrt(N / visits).

fr: Le logarithme manque : le bonus est c * sqrt(log(N) / visites), pas c * sqrt(N / visites).
"""


def ucb(visits, sums, c):
    if 0 in visits:
        return visits.index(0)
    total = sum(visits)
    bounds = [s / n + c * math.sqrt(total / n) for s, n in zip(sums, visits)]
    return bounds.index(max(bounds))
