from torch.utils._pytree import tree_map


def pick_device():
    names = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    return torch.device(next(name for name, there in names.items() if there))


def to_device(batch, device):
    return tree_map(lambda item: item.to(device) if torch.is_tensor(item) else item, batch)


def positions(tokens):
    return torch.ones_like(tokens[0]).cumsum(0) - 1
