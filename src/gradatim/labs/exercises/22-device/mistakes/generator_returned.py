"""A generator (or a map) is returned, not a list or tuple: build one with type(batch)(...).

fr: Un générateur (ou un map) est renvoyé, et non une liste ou un tuple : construisez-en un avec
type(batch)(...).
"""


def to_device(batch, device):
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: to_device(item, device) for key, item in batch.items()}
    if isinstance(batch, (list, tuple)):
        return (to_device(item, device) for item in batch)
    return batch
