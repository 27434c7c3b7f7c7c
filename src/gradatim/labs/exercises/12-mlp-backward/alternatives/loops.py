def linear_backward(dy, x, W):
    dx, dW, db = torch.zeros_like(x), torch.zeros_like(W), torch.zeros(len(W))
    for b in range(len(x)):
        for o in range(len(W)):
            db[o] += dy[b, o]
            for i in range(x.shape[1]):
                dW[o, i] += dy[b, o] * x[b, i]
                dx[b, i] += dy[b, o] * W[o, i]
    return dx, dW, db


def relu_backward(dy, x):
    dx = dy.clone()
    dx[x <= 0] = 0
    return dx
