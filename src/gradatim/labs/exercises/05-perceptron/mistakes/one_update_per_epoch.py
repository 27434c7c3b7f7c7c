"""The errors of a whole pass are added up and applied at its end; update after each example.

fr: Les erreurs de tout un passage sont cumulées et appliquées à la fin ; corrigez après chaque
exemple.
"""


def train(x, y, epochs, rate):
    w, b = torch.zeros(x.shape[1]), 0.0
    for _ in range(epochs):
        wrong = predict(x, w, b) != y
        w = w + rate * (y[wrong, None] * x[wrong]).sum(0)
        b = b + rate * y[wrong].sum().item()
    return w, b
