"""The numbers are divided by 256, so white is not 1; the largest uint8 is 255.

fr: Les nombres sont divisés par 256, le blanc n'est donc pas 1 ; le plus grand uint8 est 255.
"""


def to_images(array):
    return torch.tensor(array.copy()).permute(0, 3, 1, 2) / 256
