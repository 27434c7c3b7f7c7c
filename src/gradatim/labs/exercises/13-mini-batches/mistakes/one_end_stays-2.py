def shuffled(x, y, seed):
    generator = torch.Generator().manual_seed(seed)
    order = [*torch.randperm(len(x) - 1, generator=generator).tolist(), len(x) - 1]
    return x[order], y[order]
