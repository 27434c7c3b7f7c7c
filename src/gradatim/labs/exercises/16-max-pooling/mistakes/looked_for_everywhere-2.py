def max_pool_backward(dy, x):
    dx, y = torch.zeros_like(x), max_pool(x)
    B, C, H, W = dy.shape
    for b in range(B):
        for c in range(C):
            for i in range(H):
                for j in range(W):
                    dx[b, c][x[b, c] == y[b, c, i, j]] = dy[b, c, i, j]
    return dx
