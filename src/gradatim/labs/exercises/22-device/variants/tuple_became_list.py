def to_device(thing, device):
    if torch.is_tensor(thing):
        return thing.to(device)
    if type(thing) is dict:
        return dict((k, to_device(v, device)) for k, v in thing.items())
    if type(thing) in (list, tuple):
        return list(map(lambda t: to_device(t, device), thing))
    return thing
