import torch


def squared_distances(p, q):
    gap = p - q
    return torch.einsum("nd,nd->n", gap, gap)
