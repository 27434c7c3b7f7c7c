"""exp(z) is infinite for large scores: use max(z, 0) + log1p(exp(-|z|)).

fr: exp(z) est infini pour de grands scores : utilisez max(z, 0) + log1p(exp(-|z|)).
"""


def binary_cross_entropy(z, y):
    return (torch.log(1 + torch.exp(z)) - y * z).mean()
