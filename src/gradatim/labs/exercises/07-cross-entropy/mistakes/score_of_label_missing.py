"""The score of the label is not subtracted: this is only log-sum-exp.

fr: Le score de l'étiquette n'est pas soustrait : ce n'est que log-sum-exp.
"""


def cross_entropy(z, labels):
    return log_sum_exp(z).mean()
