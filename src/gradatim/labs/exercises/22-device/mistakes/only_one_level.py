"""Only the first level is moved: a list inside a dict stays where it was. Call the function on
each part.

fr: Seul le premier niveau est déplacé : une liste dans un dict reste où elle était. Appelez la
fonction sur chaque partie.
"""


def to_device(batch, device):
    def move(item):
        return item.to(device) if isinstance(item, Tensor) else item

    if isinstance(batch, dict):
        return {key: move(item) for key, item in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)(move(item) for item in batch)
    return move(batch)
