"""The array is turned round again: a flipped view is an image as it is, to be copied in its order.

fr: Le tableau est retourné à nouveau : une vue inversée est une image telle quelle, à copier dans
son ordre.
"""


def to_images(array):
    straight = array[:, :, ::-1] if array.strides[2] < 0 else array
    return torch.from_numpy(straight.copy()).permute(0, 3, 1, 2) / 255
