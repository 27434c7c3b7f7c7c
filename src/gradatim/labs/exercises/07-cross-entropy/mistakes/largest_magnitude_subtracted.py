"""The largest absolute value is subtracted: where it belongs to a negative score, all exponentials
can become 0, and the result is log 0. Subtract the largest score.

fr: La plus grande valeur absolue est soustraite : si elle vient d'un score négatif, toutes les
exponentielles peuvent valoir 0, et le résultat est log 0. Soustrayez le plus grand score.
"""

import torch


def log_sum_exp(z):
    m = z.abs().amax(dim=1)
    return m + torch.exp(z - m[:, None]).sum(dim=1).log()
