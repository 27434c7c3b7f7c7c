def weights(q, k):
    rows = []
    for b in range(len(q)):
        for query in q[b]:
            scores = torch.stack([torch.dot(query, key) for key in k[b]]) / query.numel() ** 0.5
            rows.append(scores.softmax(0))
    return torch.stack(rows).view(len(q), q.shape[1], k.shape[1])


def attention(q, k, v):
    w = weights(q, k)
    return torch.stack([sum(w[:, :, s, None] * v[:, None, s] for s in range(k.shape[1]))])[0]


def split_heads(x, n_heads):
    D = x.shape[-1] // n_heads
    return torch.stack([x[..., h * D : (h + 1) * D] for h in range(n_heads)], 1)


def merge_heads(x):
    return torch.cat([x[:, h] for h in range(x.shape[1])], dim=2)
