def train(x, y, epochs, rate):
    w, b = torch.zeros(x.shape[1]), 0.0
    for _ in range(epochs):
        for example, answer in zip(x[:-1], y[:-1].tolist()):
            w, b = update(example, answer, w, b, rate)
    return w, b
