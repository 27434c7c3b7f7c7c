def as_batch(images):
    return torch.cat([image[None] for image in images], 0)


def side_by_side(a, b):
    return torch.concat((a, b), axis=-3)


def chosen(scores, labels):
    return torch.einsum("btv,btv->bt", scores, one_hot_of(labels, scores.shape[2]))


def one_hot_of(labels, n):
    return (labels.unsqueeze(-1) == torch.arange(n)).float()


def one_hot(labels, n_classes):
    return one_hot_of(labels, n_classes)


def totals(values, groups, n):
    return torch.einsum("m,mn->n", values, one_hot_of(groups, n))


def bilinear(x, W, y):
    return (torch.einsum("bi,kij->bkj", x, W) * y[:, None, :]).sum(-1)
