"""cuda is taken for granted; most laptops have none.

fr: cuda est supposé présent ; la plupart des portables n'en ont pas.
"""


def pick_device():
    return torch.device("cuda")
