"""Tensors are detached while they are moved; they should keep their graph.

fr: Des tenseurs sont détachés en étant déplacés ; ils doivent garder leur graphe.
"""


def to_device(batch, device):
    if isinstance(batch, Tensor):
        return batch.detach().to(device)
    if isinstance(batch, dict):
        return {key: to_device(item, device) for key, item in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(item, device) for item in batch)
    return batch
