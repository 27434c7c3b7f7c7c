import torch


def positives(x):
    return torch.tensor([v for v in x.reshape(-1).tolist() if v > 0])


def without_negatives(x):
    result = x.clone()
    result[result < 0] = 0
    return result


def pick(scores, labels):
    return torch.stack([scores[b, labels[b]] for b in range(len(labels))])
