def correlate(x, kernel):
    h, w = kernel.shape
    H, W = x.shape
    windows = [
        x[i : i + h, j : j + w].flatten() for i in range(H - h + 1) for j in range(W - w + 1)
    ]
    return (torch.stack(windows) @ kernel.flatten()).view(H - h + 1, W - w + 1)


def convolution(x, weight, bias, stride, padding):
    x = F.pad(x, (padding,) * 4)
    h, w = weight.shape[-2:]
    tops, lefts = range(0, x.shape[2] - h + 1, stride), range(0, x.shape[3] - w + 1, stride)
    columns = [
        (x[:, :, i : i + h, j : j + w].flatten(1) @ weight.flatten(1).T) + bias
        for i in tops
        for j in lefts
    ]
    return torch.stack(columns, dim=-1).view(len(x), len(weight), len(tops), len(lefts))
