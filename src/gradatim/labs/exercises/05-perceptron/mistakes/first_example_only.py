"""Only some of the examples are used: go through all of them.

fr: Une partie seulement des exemples sert : parcourez-les tous.
"""


def train(x, y, epochs, rate):
    w, b = torch.zeros(x.shape[1]), 0.0
    for _ in range(epochs):
        w, b = update(x[0], y[0].item(), w, b, rate)
    return w, b
