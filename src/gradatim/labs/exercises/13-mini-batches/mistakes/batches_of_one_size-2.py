def batches(x, y, size):
    n = max(1, len(x) // size)
    return list(zip(x.chunk(n), y.chunk(n)))
