"""torch.manual_seed or random.seed changes the random numbers of the whole program; use a generator
of your own.

fr: torch.manual_seed ou random.seed change les nombres aléatoires de tout le programme ; prenez un
générateur à vous.
"""


def split(n, n_validation, seed):
    torch.manual_seed(seed)
    order = torch.randperm(n).tolist()
    return order[n_validation:], order[:n_validation]
