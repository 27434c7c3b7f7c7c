"""The division is one of integers, so everything but 255 becomes 0: make floating-point numbers
first.

fr: La division est entière, tout sauf 255 devient 0 : passez d'abord aux nombres à virgule.
"""


def to_images(array):
    return torch.tensor(array.copy()).permute(0, 3, 1, 2).div(255, rounding_mode="floor").float()
