def positives(x):
    return (x.flatten() > 0).nonzero().flatten()
