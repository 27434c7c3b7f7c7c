"""There is a 2 under the root, as in UCB1; here c takes its place.

fr: Il y a un 2 sous la racine, comme dans UCB1 ; ici c le remplace.
"""


def ucb(visits, sums, c):
    if 0 in visits:
        return visits.index(0)
    log = math.log(sum(visits))
    bounds = [s / n + c * math.sqrt(2 * log / n) for s, n in zip(sums, visits)]
    return bounds.index(max(bounds))
