def to_device(batch, device):
    if hasattr(batch, "dim"):
        return batch.to(device, non_blocking=True)
    if hasattr(batch, "items"):
        result = {}
        for key in batch:
            result[key] = to_device(batch[key], device)
        return result
    if type(batch) in (list, tuple):
        return type(batch)([to_device(item, device) for item in batch])
    return batch


def positions(tokens):
    with torch.device(tokens.device):
        return torch.tensor(list(range(tokens.shape[-1])))
