"""The targets only say which tokens are chosen, by a 1 for instance; there the tokens themselves
are asked for.

fr: Les cibles disent seulement quels tokens sont choisis, par un 1 par exemple ; il y faut les
tokens eux-mêmes.
"""


def targets(tokens, chosen):
    return torch.where(chosen, 1, -100)
