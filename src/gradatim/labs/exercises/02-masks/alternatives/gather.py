import torch


def positives(x):
    return torch.masked_select(x, x > 0)


def without_negatives(x):
    return x.relu()


def pick(scores, labels):
    return scores.gather(1, labels.unsqueeze(1)).squeeze(1)
