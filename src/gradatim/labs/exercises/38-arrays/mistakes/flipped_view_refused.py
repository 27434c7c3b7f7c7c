"""PyTorch takes no array with negative strides, as a flipped view has; copy it first.

fr: PyTorch refuse un tableau aux pas négatifs, comme celui d'une vue retournée ; copiez-le d'abord.
"""


def to_images(array):
    return torch.from_numpy(array).permute(0, 3, 1, 2).float() / 255
