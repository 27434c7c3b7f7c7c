"""The sum runs over the examples (dim=0), it should run over the classes.

fr: La somme parcourt les exemples (dim=0), elle doit parcourir les classes.
"""


def log_sum_exp(z):
    m = z.max(dim=0).values
    return m + torch.exp(z - m).sum(dim=0).log()
