"""Tuples are left as they are: only lists (or only some kinds of collection) are walked through.

fr: Les tuples restent tels quels : seules les listes (ou certaines collections) sont
parcourues.
"""


def to_device(batch, device):
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: to_device(item, device) for key, item in batch.items()}
    if isinstance(batch, list):
        return [to_device(item, device) for item in batch]
    return batch
