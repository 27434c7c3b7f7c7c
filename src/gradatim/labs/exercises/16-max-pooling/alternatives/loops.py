def max_pool(x):
    B, C, H, W = x.shape
    y = torch.empty(B, C, H // 2, W // 2)
    for i in range(H // 2):
        for j in range(W // 2):
            y[:, :, i, j] = x[:, :, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2].flatten(2).max(-1)[0]
    return y


def max_pool_backward(dy, x):
    dx = torch.zeros(x.shape)
    B, C, H, W = dy.shape
    for b in range(B):
        for c in range(C):
            for i in range(H):
                for j in range(W):
                    block = x[b, c, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
                    k = int(block.argmax())
                    dx[b, c, 2 * i + k // 2, 2 * j + k % 2] += dy[b, c, i, j]
    return dx
