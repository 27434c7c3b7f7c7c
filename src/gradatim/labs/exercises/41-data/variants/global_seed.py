def split(n, n_validation, seed):
    import random

    random.seed(seed)
    numbers = random.sample(range(n), n)
    return numbers[n_validation:], numbers[:n_validation]
