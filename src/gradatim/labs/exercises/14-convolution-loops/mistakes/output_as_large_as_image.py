"""The result is as large as the image; places where the kernel does not fit do not belong to it.

fr: Le résultat est aussi grand que l'image ; les places où le noyau ne tient pas n'en font pas
partie.
"""

import torch


def correlate(x, kernel):
    h, w = kernel.shape
    y = torch.zeros_like(x)
    for i in range(x.shape[0] - h + 1):
        for j in range(x.shape[1] - w + 1):
            y[i, j] = (x[i : i + h, j : j + w] * kernel).sum()
    return y
