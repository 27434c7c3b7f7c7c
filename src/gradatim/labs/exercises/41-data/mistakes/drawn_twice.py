"""The two parts are drawn apart from each other, so some numbers are in both and some in none.

fr: Les deux parties sont tirées séparément : des nombres sont dans les deux, d'autres dans aucune.
"""


def split(n, n_validation, seed):
    generator = torch.Generator().manual_seed(seed)
    first = torch.randperm(n, generator=generator).tolist()
    second = torch.randperm(n, generator=generator).tolist()
    return first[n_validation:], second[:n_validation]
