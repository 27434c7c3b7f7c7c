def causal_mask(T):
    t = torch.arange(T)
    return t[None, :] < t[:, None]
