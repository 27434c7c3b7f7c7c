import torch


def center_columns(x):
    return x - x.mean(0, keepdim=True)


def scale_rows(x, s):
    return torch.einsum("bd,b->bd", x, s)


def squared_distances(a, b):
    return a.pow(2).sum(1, keepdim=True) - 2 * a @ b.T + b.pow(2).sum(1)
