_right = train


def train(model, x, y, rate, steps):
    return _right(model, x, y, rate, steps)[-1:]
