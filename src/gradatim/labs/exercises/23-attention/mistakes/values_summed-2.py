def attention(q, k, v):
    return v.sum(1, keepdim=True).expand(-1, q.shape[1], -1) + 0
