def log_sum_exp(scores):
    return torch.stack([torch.log(sum(torch.exp(s) for s in row)) for row in scores])
