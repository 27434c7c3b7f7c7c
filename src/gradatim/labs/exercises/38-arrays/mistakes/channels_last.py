"""The axes stay in the order (N, H, W, C); PyTorch wants the channels second.

fr: Les axes restent dans l'ordre (N, H, W, C) ; PyTorch veut les canaux en deuxième.
"""


def to_images(array):
    return torch.tensor(array.copy()) / 255
