def as_batch(images):
    return torch.stack(tuple(images), 0)


def side_by_side(a, b):
    return torch.stack([torch.cat((u, v)) for u, v in zip(a, b)])


def chosen(scores, labels):
    B, T = labels.shape
    return scores[torch.arange(B)[:, None], torch.arange(T), labels]


def one_hot(labels, n_classes):
    return torch.eye(n_classes)[labels]


def totals(values, groups, n):
    return torch.zeros(n).index_put_((groups,), values, accumulate=True)


def bilinear(x, W, y):
    return torch.matmul(torch.matmul(x[:, None, None, :], W), y[:, None, :, None])[..., 0, 0]
