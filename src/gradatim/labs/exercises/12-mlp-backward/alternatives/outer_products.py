def linear_backward(dy, x, W):
    dW = torch.stack([torch.outer(a, b) for a, b in zip(dy, x)]).sum(0)
    return [(W.T @ dy.T).T, dW, torch.ones(len(dy)) @ dy]


def relu_backward(dy, x):
    return dy * torch.sign(x.clamp(min=0))


def gradients(x, labels, W1, b1, W2, b2):
    ones = torch.ones(len(x), 1)
    h = torch.cat([torch.relu(x @ W1.T + b1), ones], 1)
    dz = cross_entropy_backward(h @ torch.cat([W2, b2[:, None]], 1).T, labels)
    d2 = dz.T @ h
    d1 = ((dz @ W2) * (h[:, :-1] > 0)).T @ torch.cat([x, ones], 1)
    return d1[:, :-1], d1[:, -1], d2[:, :-1], d2[:, -1]
