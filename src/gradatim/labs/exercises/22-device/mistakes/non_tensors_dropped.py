"""What is not a tensor is left out; it should stay unchanged.

fr: Ce qui n'est pas un tenseur est retiré ; il doit rester tel quel.
"""


def to_device(batch, device):
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {
            k: to_device(v, device)
            for k, v in batch.items()
            if isinstance(v, (Tensor, dict, list, tuple))
        }
    if isinstance(batch, (list, tuple)):
        return type(batch)(
            to_device(v, device) for v in batch if isinstance(v, (Tensor, dict, list, tuple))
        )
    return batch
