"""The loops stop before the last position: the last row and column stay 0.

fr: Les boucles s'arrêtent avant la dernière position : la dernière ligne et colonne restent à
0.
"""


def correlate(x, kernel):
    (H, W), (h, w) = x.shape, kernel.shape
    y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h):
        for j in range(W - w):
            y[i, j] = (x[i : i + h, j : j + w] * kernel).sum()
    return y
