def causal_mask(T):
    return ~torch.triu(torch.ones(T, T), diagonal=1).bool()


def padding_mask(lengths, T):
    mask = torch.zeros(len(lengths), T, dtype=torch.bool)
    for b, n in enumerate(lengths.tolist()):
        mask[b, :n] = True
    return mask


def masked_weights(scores, mask):
    allowed = mask.expand(scores.shape)
    largest = torch.where(allowed, scores, -torch.inf).amax(-1, keepdim=True)
    e = torch.where(allowed, torch.exp(torch.where(allowed, scores - largest, 0.0)), 0.0)
    return e / e.sum(-1, keepdim=True)
