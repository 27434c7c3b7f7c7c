def max_pool(x):
    return x.unfold(2, 2, 2).unfold(3, 2, 2).flatten(4).max(-1).values


def max_pool_backward(dy, x):
    H, W = x.shape[2] // 2 * 2, x.shape[3] // 2 * 2
    enlarge = torch.ones(2, 2)
    large_y, large_dy = torch.kron(max_pool(x), enlarge), torch.kron(dy, enlarge)
    inner = torch.where(x[:, :, :H, :W] == large_y, large_dy, torch.tensor(0.0))
    return torch.nn.functional.pad(inner, (0, x.shape[3] - W, 0, x.shape[2] - H))
