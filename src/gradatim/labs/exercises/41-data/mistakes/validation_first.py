"""The parts are exchanged: training comes first, and n_validation numbers are in the second.

fr: Les parties sont échangées : l'entraînement vient en premier, et n_validation nombres sont dans
la seconde.
"""


def split(n, n_validation, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(n, generator=generator).tolist()
    return order[:n_validation], order[n_validation:]
