def batches(x, y, size):
    places = [torch.arange(i, i + size) % len(x) for i in range(0, len(x), size)]
    return [(x[p], y[p]) for p in places]
