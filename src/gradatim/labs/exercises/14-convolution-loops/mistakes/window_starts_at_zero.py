"""The window does not move: every position sees the same numbers.

fr: La fenêtre ne bouge pas : chaque position voit les mêmes nombres.
"""


def correlate(x, kernel):
    (H, W), (h, w) = x.shape, kernel.shape
    return (x[:h, :w] * kernel).sum() * torch.ones(H - h + 1, W - w + 1)
