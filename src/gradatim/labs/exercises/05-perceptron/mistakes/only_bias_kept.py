"""The new w is not kept: only the bias changes.

fr: Le nouveau w n'est pas gardé : seul le biais change.
"""


def train(x, y, epochs, rate):
    w, b = torch.zeros(x.shape[1]), 0.0
    for _ in range(epochs):
        for example, answer in zip(x, y.tolist()):
            b = update(example, answer, w, b, rate)[1]
    return w, b
