def log_sum_exp(z):
    m = z.max(dim=1).values
    return m + torch.exp(z - m[:, None]).sum(dim=1)
