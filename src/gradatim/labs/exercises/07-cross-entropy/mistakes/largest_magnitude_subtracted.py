"""The largest absolute value is subtracted: where it belongs to a negative score, exp still
overflows or everything becomes 0.

fr: La plus grande valeur absolue est soustraite : si elle vient d'un score négatif, tout
devient 0 ou exp déborde encore.
"""

import torch


def log_sum_exp(z):
    m = z.abs().amax(dim=1)
    return m + torch.exp(z - m[:, None]).sum(dim=1).log()
