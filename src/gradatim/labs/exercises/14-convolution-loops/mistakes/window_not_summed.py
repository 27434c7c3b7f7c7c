"""The products of a window are not summed: only one of them is kept.

fr: Les produits d'une fenêtre ne sont pas sommés : un seul est gardé.
"""


def correlate(x, kernel):
    (H, W), (h, w) = x.shape, kernel.shape
    return x[h - 1 :, w - 1 :] * kernel[-1, -1]
