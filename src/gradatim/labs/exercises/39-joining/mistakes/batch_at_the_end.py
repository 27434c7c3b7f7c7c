"""The new axis is the last one; the batch comes first.

fr: Le nouvel axe est le dernier ; le lot vient en premier.
"""


def as_batch(images):
    return torch.stack(images, dim=-1)
