import torch


def squared_distances(p, q):
    return torch.cdist(p, q)
