"""The seed is not used: every call gives another split.

fr: La graine ne sert pas : chaque appel donne une autre séparation.
"""


def split(n, n_validation, seed):
    order = torch.randperm(n).tolist()
    return order[n_validation:], order[:n_validation]
