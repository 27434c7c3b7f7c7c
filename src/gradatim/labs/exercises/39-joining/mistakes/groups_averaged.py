"""The values of a group are averaged; their sum is asked for.

fr: Les valeurs d'un groupe sont moyennées ; il faut leur somme.
"""


def totals(values, groups, n):
    count = torch.zeros(n).index_add_(0, groups, torch.ones_like(values))
    return torch.zeros(n).index_add_(0, groups, values) / count.clamp(min=1)
