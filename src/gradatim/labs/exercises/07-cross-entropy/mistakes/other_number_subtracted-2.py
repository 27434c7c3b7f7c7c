def log_sum_exp(z):
    m = z.mean(dim=1)
    return m + torch.exp(z - m[:, None]).sum(dim=1).log()
