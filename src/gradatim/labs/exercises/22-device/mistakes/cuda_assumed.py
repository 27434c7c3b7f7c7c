"""cuda is assumed to exist; most laptops have none.

fr: cuda est supposé présent ; la plupart des ordinateurs portables n'en ont pas.
"""


def pick_device():
    return torch.device("cuda")
