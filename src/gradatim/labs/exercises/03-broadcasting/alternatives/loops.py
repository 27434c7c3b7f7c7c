import torch


def center_columns(x):
    result = x.clone()
    for d in range(x.shape[1]):
        result[:, d] -= x[:, d].mean()
    return result


def scale_rows(x, s):
    return torch.stack([s[b] * x[b] for b in range(len(x))])


def squared_distances(a, b):
    result = torch.zeros(len(a), len(b))
    for n in range(len(a)):
        for m in range(len(b)):
            result[n, m] = sum((a[n, d] - b[m, d]) ** 2 for d in range(a.shape[1]))
    return result
