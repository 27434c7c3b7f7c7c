"""Each exponential goes through the logarithm by itself, which gives the scores back; sum first.

fr: Chaque exponentielle passe seule par le logarithme, ce qui redonne les scores ; sommez avant.
"""


def log_sum_exp(z):
    m = z.max(dim=1).values
    return m + (z - m[:, None]).exp().log().sum(dim=1)
