"""The window is multiplied with the kernel as a matrix (@); multiply number by number (*).

fr: La fenêtre est multipliée par le noyau comme une matrice (@) ; multipliez nombre par
nombre (*).
"""


def correlate(x, kernel):
    (H, W), (h, w) = x.shape, kernel.shape
    y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            y[i, j] = (x[i : i + h, j : j + w] @ kernel).sum()
    return y
