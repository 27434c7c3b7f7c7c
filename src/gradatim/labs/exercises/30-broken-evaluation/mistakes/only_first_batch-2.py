_right = fit


def fit(model, batches, held_out, optimizer, epochs):
    return _right(model, batches[-1:], held_out, optimizer, epochs)
