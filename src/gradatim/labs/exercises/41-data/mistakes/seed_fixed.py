"""The seed is fixed in the code; use the argument.

fr: La graine est fixée dans le code ; utilisez l'argument.
"""


def split(n, n_validation, seed):
    order = torch.randperm(n, generator=torch.Generator().manual_seed(0)).tolist()
    return order[n_validation:], order[:n_validation]
