def log_sum_exp(z):
    return z.exp().log().sum(dim=1)
