def batches(x, y, size):
    result, start = [], 0
    while start < len(x):
        result.append([x[start : start + size], y[start : start + size]])
        start += size
    return result


def shuffled(x, y, seed):
    torch.manual_seed(seed)
    order = torch.rand(len(x)).argsort()
    return torch.stack([x[i] for i in order]), torch.stack([y[i] for i in order])


def epoch_loss(losses, sizes):
    total = 0.0
    for i in range(len(losses)):
        total += losses[i] * sizes[i]
    return total / sum(sizes)
