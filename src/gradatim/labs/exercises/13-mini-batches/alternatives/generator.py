def walk(x, y, size):
    for k in range(-(-len(x) // size)):
        part = slice(k * size, (k + 1) * size)
        yield x[part], y[part]


def batches(x, y, size):
    return list(walk(x, y, size))


def shuffled(x, y, seed):
    generator = torch.Generator()
    generator.manual_seed(seed)
    pairs = list(zip(x, y))
    order = torch.randperm(len(pairs), generator=generator).tolist()
    mixed = [pairs[i] for i in order]
    return torch.stack([a for a, _ in mixed]), torch.stack([b for _, b in mixed])
