def pad(items):
    longest = max(len(x) for x, _ in items)
    batch = torch.zeros(longest, len(items))
    for k, (x, _) in enumerate(items):
        batch[: len(x), k] = x
    labels = torch.tensor([label for _, label in items])
    return batch, torch.tensor([x.numel() for x, _ in items]), labels
