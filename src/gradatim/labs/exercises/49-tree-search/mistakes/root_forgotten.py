"""The root is missing: the bonus is c * sqrt(log(N) / visits), not c * log(N) / visits.

fr: La racine manque : le bonus est c * sqrt(log(N) / visits), pas c * log(N) / visits.
"""


def ucb(visits, sums, c):
    if 0 in visits:
        return visits.index(0)
    log = math.log(sum(visits))
    return max(range(len(visits)), key=lambda i: sums[i] / visits[i] + c * log / visits[i])
