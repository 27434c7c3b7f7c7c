"""The move with the smallest bound is chosen: it is max, not min.

fr: Le coup à la plus petite borne est choisi : c'est max, pas min.
"""


def ucb(visits, sums, c):
    if 0 in visits:
        return visits.index(0)
    log = math.log(sum(visits))
    return min(
        range(len(visits)), key=lambda i: sums[i] / visits[i] + c * math.sqrt(log / visits[i])
    )
