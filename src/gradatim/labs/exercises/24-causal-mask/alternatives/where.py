def causal_mask(T):
    t = torch.arange(T)
    return t[:, None] >= t


def padding_mask(lengths, T):
    return torch.stack([torch.arange(T) < n for n in lengths])


def masked_weights(scores, mask):
    return torch.softmax(torch.where(mask, scores, -1e9), -1)
