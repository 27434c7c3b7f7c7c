"""Lists are left as they are: the tensors in them stay where they were.

fr: Les listes restent telles quelles : leurs tenseurs restent où ils étaient.
"""

_right = to_device


def to_device(batch, device):
    return batch if isinstance(batch, list) else _right(batch, device)
