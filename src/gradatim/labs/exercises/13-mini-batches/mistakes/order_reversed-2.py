def shuffled(x, y, seed):
    return x.roll(seed, 0), y.roll(seed, 0)
