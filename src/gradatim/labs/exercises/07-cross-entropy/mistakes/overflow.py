"""exp of a large score is infinite: subtract the largest score first and add it back after the
log.

fr: exp d'un grand score est infini : soustrayez d'abord le plus grand score et rajoutez-le après le
log.
"""


def log_sum_exp(z):
    return z.exp().sum(dim=1).log()
