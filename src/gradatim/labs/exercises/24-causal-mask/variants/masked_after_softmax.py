def masked_weights(scores, allowed):
    e = torch.exp(scores - scores.amax(-1, keepdim=True))
    w = e / e.sum(-1, keepdim=True)
    return torch.where(allowed, w, torch.zeros_like(w))
