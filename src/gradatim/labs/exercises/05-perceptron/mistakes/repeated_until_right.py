"""Each example is repeated until it is right; correct it at most once per pass.

fr: Chaque exemple est répété jusqu'à ce qu'il soit juste ; corrigez-le au plus une fois par
passage.
"""


def train(x, y, epochs, rate):
    w, b = torch.zeros(x.shape[1]), 0.0
    for _ in range(epochs):
        for i in range(len(x)):
            while predict(x[i : i + 1], w, b) != y[i]:
                w, b = update(x[i], float(y[i]), w, b, rate)
    return w, b
