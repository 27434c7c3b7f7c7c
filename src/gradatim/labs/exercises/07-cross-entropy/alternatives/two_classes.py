import torch


def log_sum_exp(z):
    m = z.amax(1, keepdim=True)
    return (m + (z - m).exp().sum(1, keepdim=True).log()).squeeze(1)


def cross_entropy(z, labels):
    one_hot = torch.nn.functional.one_hot(labels, z.shape[1])
    return (log_sum_exp(z) - (z * one_hot).sum(1)).mean()


def binary_cross_entropy(z, y):
    pair = torch.stack([torch.zeros_like(z), z], dim=1)
    return cross_entropy(pair, y.long())
