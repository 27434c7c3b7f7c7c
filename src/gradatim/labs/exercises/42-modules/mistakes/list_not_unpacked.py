"""nn.Sequential takes the layers one by one: nn.Sequential(*layers).

fr: nn.Sequential prend les couches une à une : nn.Sequential(*layers).
"""


def mlp(sizes):
    return nn.Sequential([nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:])])
