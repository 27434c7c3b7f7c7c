import torch


def squared_error(prediction, target):
    d = (prediction - target).reshape(-1)
    return torch.dot(d, d) / len(d)


def column_or_row(prediction, target):
    return squared_error(prediction[:, 0], target)


def gradient(prediction, target):
    return (prediction - target).mul(2).div(target.numel())
