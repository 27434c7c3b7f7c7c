"""The numbers still go from 0 to 255; divide by 255.

fr: Les nombres vont encore de 0 à 255 ; divisez par 255.
"""


def to_images(array):
    return torch.tensor(array.copy()).permute(0, 3, 1, 2).float()
