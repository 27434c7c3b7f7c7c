"""The new axis comes after the channels: stack with dim=0.

fr: Le nouvel axe vient après les canaux : stack avec dim=0.
"""


def as_batch(images):
    return torch.stack(images, dim=1)
