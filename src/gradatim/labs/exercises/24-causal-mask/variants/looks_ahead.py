def causal_mask(T):
    rows = [[s >= t for s in range(T)] for t in range(T)]
    return torch.tensor(rows)
