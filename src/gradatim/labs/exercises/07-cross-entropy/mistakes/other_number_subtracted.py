"""The smallest score of the row (or its mean) is subtracted, so exp still overflows where scores
are far apart; subtract the largest.

fr: Le plus petit score de la ligne (ou la moyenne) est soustrait : exp déborde encore là où les
scores sont éloignés ; soustrayez le plus grand.
"""


def log_sum_exp(z):
    m = z.min(dim=1).values
    return m + torch.exp(z - m[:, None]).sum(dim=1).log()
