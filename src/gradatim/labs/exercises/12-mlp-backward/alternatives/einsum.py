def linear_backward(dy, x, W):
    dx = torch.einsum("bo,oi->bi", dy, W)
    dW = torch.einsum("bo,bi->oi", dy, x)
    return dx, dW, torch.einsum("bo->o", dy)


def relu_backward(dy, x):
    return torch.where(x > 0, dy, torch.zeros_like(dy))


def cross_entropy_backward(z, labels):
    one_hot = torch.eye(z.shape[1])[labels]
    return (z.softmax(-1) - one_hot).div(z.shape[0])
