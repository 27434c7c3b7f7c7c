def batches(x, y, size):
    found, start = [], 0
    while start + size <= len(x):
        found.append((x[start : start + size], y[start : start + size]))
        start += size
    return found
