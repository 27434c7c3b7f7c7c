"""One maximum of the whole batch is subtracted: rows of small scores become log 0.

fr: Un seul maximum de tout le lot est soustrait : les lignes de petits scores deviennent log
0.
"""


def log_sum_exp(z):
    return z.max() + torch.exp(z - z.max()).sum(dim=1).log()
