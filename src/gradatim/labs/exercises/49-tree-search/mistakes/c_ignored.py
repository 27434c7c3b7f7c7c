"""The bonus is not multiplied by c.

fr: Le bonus n'est pas multiplié par c.
"""


def ucb(visits, sums, c):
    if 0 in visits:
        return visits.index(0)
    log = math.log(sum(visits))
    bounds = [s / n + math.sqrt(log / n) for s, n in zip(sums, visits)]
    return bounds.index(max(bounds))
