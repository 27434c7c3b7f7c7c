"""The given dict or list is filled with the moved tensors; make a new one, the caller may still
need the old.

fr: Le dict ou la liste donnés reçoivent les tenseurs déplacés ; faites-en de nouveaux, l'appelant
peut encore avoir besoin des anciens.
"""

_right = to_device


def to_device(batch, device):
    if isinstance(batch, dict):
        for key in batch:
            batch[key] = to_device(batch[key], device)
        return batch
    if isinstance(batch, list):
        batch[:] = [to_device(item, device) for item in batch]
        return batch
    return _right(batch, device)
