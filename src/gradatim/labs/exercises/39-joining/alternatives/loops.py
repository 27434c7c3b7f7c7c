def as_batch(images):
    batch = torch.zeros((len(images), *images[0].shape))
    for i in range(len(images)):
        batch[i] = images[i]
    return batch


def side_by_side(a, b):
    out = a.new_zeros(a.shape[0], a.shape[1] + b.shape[1], *a.shape[2:])
    out[:, : a.shape[1]] = a
    out[:, a.shape[1] :] = b
    return out


def chosen(scores, labels):
    out = torch.zeros(labels.shape)
    for b in range(labels.shape[0]):
        for t in range(labels.shape[1]):
            out[b, t] = scores[b, t, labels[b, t]]
    return out


def one_hot(labels, n_classes):
    return torch.tensor([[float(c == int(label)) for c in range(n_classes)] for label in labels])


def totals(values, groups, n):
    out = torch.zeros(n)
    for value, group in zip(values, groups):
        out[group] += value
    return out


def bilinear(x, W, y):
    rows = [[x[b] @ W[k] @ y[b] for k in range(len(W))] for b in range(len(x))]
    return torch.stack([torch.stack(row) for row in rows])
