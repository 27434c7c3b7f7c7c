"""Height and width are exchanged: wrong for kernels or images that are not square.

fr: Hauteur et largeur sont échangées : faux pour des noyaux ou des images qui ne sont pas carrés.
"""


def correlate(x, kernel):
    (H, W), (w, h) = x.shape, kernel.shape
    y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            for a in range(w):
                for b in range(h):
                    if i + a < H and j + b < W:
                        y[i, j] += x[i + a, j + b] * kernel[a, b]
    return y
