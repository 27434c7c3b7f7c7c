def cross_entropy_backward(z, labels):
    return torch.softmax(z, dim=1) / len(z) - torch.eye(z.shape[1])[labels]
