def batches(x, y, size):
    return [(p, q) for p, q in zip(torch.chunk(x, size), torch.chunk(y, size))]
