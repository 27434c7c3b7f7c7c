"""NumPy divides uint8 in float64, and the tensor keeps that; PyTorch's layers want float32.

fr: NumPy divise des uint8 en float64, et le tenseur garde ce type ; les couches de PyTorch veulent
float32.
"""


def to_images(array):
    return torch.from_numpy(array / 255).permute(0, 3, 1, 2)
