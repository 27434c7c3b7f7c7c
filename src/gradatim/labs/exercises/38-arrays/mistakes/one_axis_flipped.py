"""Only a flipped axis of columns is thought of; any axis may have a negative stride.

fr: Seul l'axe des colonnes est supposé retourné ; tout axe peut avoir un pas négatif.
"""


def to_images(array):
    if array.strides[2] < 0:
        array = array.copy()
    return torch.from_numpy(array).permute(0, 3, 1, 2) / 255
