"""Sums are compared instead of means: divide by the visits.

fr: Les sommes sont comparées au lieu des moyennes : divisez par les visites.
"""


def ucb(visits, sums, c):
    if 0 in visits:
        return visits.index(0)
    log = math.log(sum(visits))
    return max(range(len(visits)), key=lambda i: sums[i] + c * math.sqrt(log / visits[i]))
