"""Everything is asked for .to(device), but numbers, words and None have no such method.

fr: Tout reçoit .to(device), mais les nombres, les mots et None n'ont pas cette méthode.
"""


def to_device(batch, device):
    if isinstance(batch, dict):
        return {key: to_device(item, device) for key, item in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(item, device) for item in batch)
    return batch.to(device)
