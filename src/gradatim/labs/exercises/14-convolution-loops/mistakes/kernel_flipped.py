"""The kernel is flipped, as in mathematics; deep learning slides it as it is.

fr: Le noyau est retourné, comme en mathématiques ; ici on le glisse tel quel.
"""


def correlate(x, kernel):
    (H, W), (h, w) = x.shape, kernel.shape
    kernel = kernel.flip(0, 1)
    rows = [
        [(x[i : i + h, j : j + w] * kernel).sum() for j in range(W - w + 1)]
        for i in range(H - h + 1)
    ]
    return torch.tensor(rows)
