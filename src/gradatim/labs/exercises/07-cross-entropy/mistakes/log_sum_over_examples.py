"""The sum is over the examples (dim=0); it should be over the classes.

fr: La somme porte sur les exemples (dim=0) ; elle doit porter sur les classes.
"""


def log_sum_exp(z):
    m = z.max(dim=0).values
    return m + torch.exp(z - m).sum(dim=0).log()
