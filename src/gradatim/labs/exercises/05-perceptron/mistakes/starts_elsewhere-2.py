def train(x, y, epochs, rate):
    w, b = torch.ones(x.shape[1]), 1.0
    for _ in range(epochs):
        for example, answer in zip(x, y.tolist()):
            w, b = update(example, answer, w, b, rate)
    return w, b
