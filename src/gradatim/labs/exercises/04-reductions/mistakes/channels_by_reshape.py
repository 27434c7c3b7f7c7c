"""(B, C, H, W) is reshaped to (C, ...), which mixes images and channels: reduce over the axes 0, 2
and 3, or permute first.

fr: (B, C, H, W) est redimensionné en (C, ...), ce qui mélange images et canaux : réduisez sur les
axes 0, 2 et 3, ou permutez d'abord.
"""


def channel_means(images):
    return images.reshape(images.shape[1], -1).mean(dim=1)
