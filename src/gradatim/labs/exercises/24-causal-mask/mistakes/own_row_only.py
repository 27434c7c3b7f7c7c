"""Each position attends to itself only: that is the identity.

fr: Chaque position n'a d'attention que pour elle-même : c'est l'identité.
"""


def causal_mask(T):
    return torch.eye(T, dtype=torch.bool)
