"""A tuple is returned as a list: keep the type of the container.

fr: Un tuple est renvoyé en liste : gardez le type du conteneur.
"""


def to_device(batch, device):
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: to_device(item, device) for key, item in batch.items()}
    if isinstance(batch, (list, tuple)):
        return [to_device(item, device) for item in batch]
    return batch
