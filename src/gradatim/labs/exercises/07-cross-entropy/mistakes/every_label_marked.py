"""The columns of all labels are marked in every row, as `[:, labels]` does; mark [row, label]
only.

fr: Les colonnes de toutes les étiquettes sont marquées dans chaque ligne, comme le fait `[:,
labels]` ; ne marquez que [ligne, étiquette].
"""

import torch


def cross_entropy(z, labels):
    marked = torch.zeros_like(z)
    marked[:, labels] = 1
    return (marked * (log_sum_exp(z)[:, None] - z)).sum(dim=1).mean()
