def ramp(start, stop, n):
    step = (stop - start) / n
    return torch.tensor([start + i * step for i in range(n)])
