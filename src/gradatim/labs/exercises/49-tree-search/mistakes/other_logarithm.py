"""The logarithm is that of base 10; the formula takes the natural one, math.log.

fr: Le logarithme est celui de base 10 ; la formule prend le logarithme naturel, math.log.
"""


def ucb(visits, sums, c):
    if 0 in visits:
        return visits.index(0)
    log = math.log10(sum(visits))
    bounds = [s / n + c * math.sqrt(log / n) for s, n in zip(sums, visits)]
    return bounds.index(max(bounds))
