def cross_entropy(scores, answers):
    p = scores.exp() / scores.exp().sum(1, keepdim=True)
    p = torch.where(p.isnan(), torch.softmax(scores, 1), p)
    return torch.nn.functional.cross_entropy(p, answers)
