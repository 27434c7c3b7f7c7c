"""The largest score was subtracted but not added back after the logarithm.

fr: Le plus grand score a été soustrait, mais pas rajouté après le logarithme.
"""


def log_sum_exp(z):
    return (z - z.max(dim=1, keepdim=True).values).exp().sum(dim=1).log()
