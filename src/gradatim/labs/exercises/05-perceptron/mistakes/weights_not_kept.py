"""The new w is not kept: update returns w and b, and both are needed.

fr: Le nouveau w est perdu : update renvoie w et b, et il faut les deux.
"""


def train(x, y, epochs, rate):
    w, b = torch.zeros(x.shape[1]), 0.0
    for _ in range(epochs):
        for example, answer in zip(x, y.tolist()):
            _, b = update(example, answer, w, b, rate)
    return w, b
