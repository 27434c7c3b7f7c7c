def pick_device():
    return torch.device(
        "cuda"
        if torch.cuda.is_available()
        else "mps"
        if torch.backends.mps.is_available()
        else "cpu"
    )


def to_device(batch, device):
    match batch:
        case torch.Tensor():
            return batch.to(device=device)
        case dict():
            return dict((key, to_device(item, device)) for key, item in batch.items())
        case list():
            return [to_device(item, device) for item in batch]
        case tuple():
            return tuple(to_device(item, device) for item in batch)
    return batch


def positions(tokens):
    B, T = tokens.size()
    return torch.arange(0, T, 1, dtype=torch.long).to(tokens.device)
