def softmax(logits):
    e = torch.exp(logits - logits.mean(dim=1, keepdim=True))
    return e / e.sum(dim=1, keepdim=True)
