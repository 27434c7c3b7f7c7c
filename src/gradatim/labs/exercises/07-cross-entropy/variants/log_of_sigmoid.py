def binary_cross_entropy(scores, truth):
    p = 1 / (1 + torch.exp(-scores))
    parts = truth * torch.log(p) + (1 - truth) * torch.log(1 - p)
    return -parts.sum() / parts.numel()
