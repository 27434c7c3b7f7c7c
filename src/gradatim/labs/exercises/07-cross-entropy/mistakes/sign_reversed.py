"""The sign is reversed: the loss must be small where the right score is large.

fr: Le signe est inversé : la perte doit être petite quand le bon score est grand.
"""


def cross_entropy(z, labels):
    return (z[torch.arange(len(z)), labels] - log_sum_exp(z)).mean()
