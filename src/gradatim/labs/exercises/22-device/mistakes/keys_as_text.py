"""The keys of a dictionary become text; they stay as they are.

fr: Les clés d'un dictionnaire deviennent du texte ; elles restent telles quelles.
"""


def to_device(batch, device):
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {str(key): to_device(item, device) for key, item in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(item, device) for item in batch)
    return batch
