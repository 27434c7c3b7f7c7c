"""The kernel is transposed: its rows are used as columns.

fr: Le noyau est transposé : ses lignes servent de colonnes.
"""


def correlate(x, kernel):
    h, w = kernel.shape
    kernel = kernel.T.reshape(h, w) if h != w else kernel.T
    H, W = x.shape
    rows = [
        [(x[i : i + h, j : j + w] * kernel).sum() for j in range(W - w + 1)]
        for i in range(H - h + 1)
    ]
    return torch.tensor(rows)
