def holds_tensor(batch):
    if isinstance(batch, dict):
        return any(map(holds_tensor, batch.values()))
    if isinstance(batch, (list, tuple)):
        return any(map(holds_tensor, batch))
    return isinstance(batch, Tensor)


def to_device(batch, device):
    if not holds_tensor(batch):
        return batch
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: to_device(item, device) for key, item in batch.items()}
    return type(batch)(to_device(item, device) for item in batch)
