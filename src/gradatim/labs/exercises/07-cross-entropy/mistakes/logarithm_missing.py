"""The logarithm is missing: this is the sum of the exponentials.

fr: Le logarithme manque : c'est la somme des exponentielles.
"""


def log_sum_exp(z):
    return torch.exp(z).sum(dim=1)
