"""The given array is written into; it must stay as it is.

fr: Le tableau donné est modifié ; il doit rester tel quel.
"""


def to_images(array):
    array[...] = array // 255
    return torch.from_numpy(array.copy()).permute(0, 3, 1, 2).float()
