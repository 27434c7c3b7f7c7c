"""The exponentials are averaged; their sum is asked for.

fr: Les exponentielles sont moyennées ; il faut leur somme.
"""


def log_sum_exp(z):
    m = z.max(dim=1).values
    return m + torch.exp(z - m[:, None]).mean(dim=1).log()
