"""What is not a tensor becomes None; it should stay unchanged.

fr: Ce qui n'est pas un tenseur devient None ; cela doit rester inchangé.
"""

_right = to_device


def to_device(batch, device):
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: to_device(item, device) for key, item in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(item, device) for item in batch)
    return None
