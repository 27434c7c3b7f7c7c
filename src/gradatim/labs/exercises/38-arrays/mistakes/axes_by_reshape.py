"""reshape (or view) cuts the same row of numbers in another way and mixes pixels; permute moves
axes.

fr: reshape (ou view) découpe autrement la même suite de nombres et mélange les pixels ; permute
déplace les axes.
"""


def to_images(array):
    N, H, W, C = array.shape
    return torch.tensor(array.copy()).reshape(N, C, H, W) / 255
