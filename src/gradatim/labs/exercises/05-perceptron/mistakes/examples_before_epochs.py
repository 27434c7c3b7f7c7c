"""Each example is repeated `epochs` times before the next one; go through all of them, `epochs`
times.

fr: Chaque exemple est répété `epochs` fois avant le suivant ; parcourez-les tous, `epochs` fois.
"""


def train(x, y, epochs, rate):
    w, b = torch.zeros(x.shape[1]), 0.0
    for example, answer in zip(x, y.tolist()):
        for _ in range(epochs):
            w, b = update(example, answer, w, b, rate)
    return w, b
