"""x.to(device) does not change x: it returns a new tensor, which is not used here.

fr: x.to(device) ne change pas x : il renvoie un nouveau tenseur, qui n'est pas utilisé ici.
"""


def to_device(batch, device):
    if isinstance(batch, Tensor):
        batch.to(device)
    elif isinstance(batch, dict):
        for item in batch.values():
            to_device(item, device)
    elif isinstance(batch, (list, tuple)):
        for item in batch:
            to_device(item, device)
    return batch
