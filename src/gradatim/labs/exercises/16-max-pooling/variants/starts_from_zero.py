def max_pool(images):
    B, C, H, W = images.shape
    best = torch.zeros(B, C, H // 2, W // 2)
    for i in range(H // 2):
        for j in range(W // 2):
            for value in images[:, :, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2].flatten(2).unbind(2):
                best[:, :, i, j] = torch.maximum(best[:, :, i, j], value)
    return best
