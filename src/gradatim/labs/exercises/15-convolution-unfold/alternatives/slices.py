def patches(x, k):
    H, W = x.shape[2] - k + 1, x.shape[3] - k + 1
    columns = [x[:, :, i : i + k, j : j + k].flatten(1) for i in range(H) for j in range(W)]
    return torch.stack(columns, dim=2)


def convolution(x, weight, bias):
    k = weight.shape[-1]
    flat = weight.reshape(len(weight), -1)
    y = torch.stack([flat @ columns for columns in patches(x, k)])
    y = y + bias.view(1, -1, 1)
    return y.view(len(x), len(weight), x.shape[2] - k + 1, -1)


def as_matrix(kernel, n):
    k = len(kernel)
    rows = [[0.0] * i + kernel.tolist() + [0.0] * (n - k - i) for i in range(n - k + 1)]
    return torch.tensor(rows)
