"""The kernel is flipped, as in mathematics; in deep learning it is not.

fr: Le noyau est retourné, comme en mathématiques ; en apprentissage profond il ne l'est pas.
"""


def correlate(x, kernel):
    (H, W), (h, w) = x.shape, kernel.shape
    kernel = kernel.flip(0, 1)
    rows = [
        [(x[i : i + h, j : j + w] * kernel).sum() for j in range(W - w + 1)]
        for i in range(H - h + 1)
    ]
    return torch.tensor(rows)
