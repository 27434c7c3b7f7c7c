"""Tensors get another type; to_device changes the device only.

fr: Des tenseurs changent de type ; to_device ne change que l'appareil.
"""

_right = to_device


def to_device(batch, device):
    if isinstance(batch, Tensor):
        return batch.to(device).float()
    if isinstance(batch, dict):
        return {key: to_device(item, device) for key, item in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(item, device) for item in batch)
    return batch
