"""Whatever has a method `to` is moved, a module for instance; only tensors are moved, everything
else stays unchanged.

fr: Tout ce qui a une méthode `to` est déplacé, un module par exemple ; seuls les tenseurs le sont, le
reste ne change pas.
"""


def to_device(batch, device):
    if isinstance(batch, dict):
        return {key: to_device(item, device) for key, item in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(item, device) for item in batch)
    return batch.to(device) if hasattr(batch, "to") else batch
