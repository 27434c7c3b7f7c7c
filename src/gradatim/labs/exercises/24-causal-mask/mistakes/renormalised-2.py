def masked_weights(scores, mask):
    p = torch.softmax(scores, dim=-1) * mask
    return p / (p.sum(-1, keepdim=True) + 1e-9)
