"""The numbers are divided by the largest one in the array; a dark image must stay dark: divide by
255.

fr: Les nombres sont divisés par le plus grand du tableau ; une image sombre doit le rester :
divisez par 255.
"""


def to_images(array):
    images = torch.from_numpy(array.copy()).permute(0, 3, 1, 2)
    return images / images.max()
