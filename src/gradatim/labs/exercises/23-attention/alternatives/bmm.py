def weights(q, k):
    q = q * q.size(-1) ** -0.25
    k = k * k.size(-1) ** -0.25
    return torch.nn.functional.softmax(torch.bmm(q, k.mT), -1)


def attention(q, k, v):
    return torch.bmm(weights(q, k), v)


def split_heads(x, n_heads):
    return torch.stack(x.split(x.shape[2] // n_heads, dim=2)).movedim(0, 1)


def merge_heads(x):
    return x.movedim(1, 2).reshape(x.shape[0], x.shape[2], -1)
