"""c stands under the root; it multiplies the root.

fr: c est sous la racine ; il multiplie la racine.
"""


def ucb(visits, sums, c):
    if 0 in visits:
        return visits.index(0)
    log = math.log(sum(visits))
    bounds = [s / n + math.sqrt(c * log / n) for s, n in zip(sums, visits)]
    return bounds.index(max(bounds))
