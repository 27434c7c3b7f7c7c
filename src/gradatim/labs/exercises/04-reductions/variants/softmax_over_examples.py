def softmax(scores):
    turned = scores.T
    e = torch.exp(turned - turned.amax(1, keepdim=True))
    return (e / e.sum(1, keepdim=True)).T
