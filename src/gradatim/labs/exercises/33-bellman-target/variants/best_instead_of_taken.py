def taken(values, actions):
    return torch.stack([row.max() for row in values])
