"""One size of the kernel is used for both axes: wrong for kernels that are not square.

fr: Une seule taille du noyau sert pour les deux axes : faux pour des noyaux non carrés.
"""


def correlate(x, kernel):
    (H, W), k = x.shape, kernel.shape[0]
    y = torch.zeros(H - k + 1, W - k + 1)
    for i in range(H - k + 1):
        for j in range(W - k + 1):
            y[i, j] = (x[i : i + k, j : j + k] * kernel).sum()
    return y
