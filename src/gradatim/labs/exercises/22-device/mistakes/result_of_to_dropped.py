"""x.to(device) does not change x: it answers with a new tensor, which is thrown away here.

fr: x.to(device) ne change pas x : il rend un nouveau tenseur, jeté ici.
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
