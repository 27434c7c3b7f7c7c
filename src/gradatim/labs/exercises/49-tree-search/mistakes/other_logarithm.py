"""The logarithm has another base, 10 or 2 for instance; the formula takes the natural one,
math.log.

fr: Le logarithme a une autre base, 10 ou 2 par exemple ; la formule prend le logarithme naturel,
math.log.
"""


def ucb(visits, sums, c):
    if 0 in visits:
        return visits.index(0)
    log = math.log10(sum(visits))
    bounds = [s / n + c * math.sqrt(log / n) for s, n in zip(sums, visits)]
    return bounds.index(max(bounds))
