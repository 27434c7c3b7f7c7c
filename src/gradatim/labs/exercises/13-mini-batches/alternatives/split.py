import random


def batches(x, y, size):
    return list(zip(x.split(size), y.split(size)))


def shuffled(x, y, seed):
    order = list(range(len(x)))
    random.Random(seed).shuffle(order)
    return x[order], y[order]


def epoch_loss(losses, sizes):
    return torch.dot(torch.tensor(losses), torch.tensor(sizes).float()) / sum(sizes)
