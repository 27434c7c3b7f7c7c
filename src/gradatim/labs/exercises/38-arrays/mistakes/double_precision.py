"""The numbers are float64, which NumPy makes of divided uint8 for instance; float32 is asked for.

fr: Les nombres sont en float64, ce que NumPy fait d'uint8 divisés par exemple ; il faut float32.
"""


def to_images(array):
    return torch.from_numpy(array / 255).permute(0, 3, 1, 2)
