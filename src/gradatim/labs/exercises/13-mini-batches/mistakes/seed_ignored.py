"""The seed is not used: two calls with the same seed give two orders.

fr: La graine n'est pas utilisée : deux appels avec la même graine donnent deux ordres.
"""


def shuffled(x, y, seed):
    order = torch.randperm(len(x))
    return x[order], y[order]
