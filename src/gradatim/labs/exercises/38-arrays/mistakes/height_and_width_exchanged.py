"""Height and width have changed places: permute(0, 3, 2, 1) or transpose(1, 3) turns the images
over.

fr: Hauteur et largeur ont été échangées : permute(0, 3, 2, 1) ou transpose(1, 3) couche les images.
"""


def to_images(array):
    return torch.tensor(array.copy()).permute(0, 3, 2, 1) / 255
