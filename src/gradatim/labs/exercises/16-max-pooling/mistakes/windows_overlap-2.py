def max_pool(x):
    y = x.unfold(2, 2, 1).unfold(3, 2, 1).amax(dim=(4, 5))
    return y[:, :, : x.shape[2] // 2, : x.shape[3] // 2]
