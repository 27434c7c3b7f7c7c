"""A dictionary becomes a list of its values: the keys are lost.

fr: Un dictionnaire devient la liste de ses valeurs : les clés sont perdues.
"""


def to_device(batch, device):
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return [to_device(item, device) for item in batch.values()]
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(item, device) for item in batch)
    return batch
