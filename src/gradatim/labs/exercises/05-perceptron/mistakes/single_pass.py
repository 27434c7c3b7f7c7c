"""Only one pass counts: the loop over epochs is missing, returns too early, or starts again at
zero.

fr: Un seul passage compte : la boucle sur les époques manque, s'arrête trop tôt ou repart de zéro.
"""


def train(x, y, epochs, rate):
    w, b = torch.zeros(x.shape[1]), 0.0
    for _ in range(epochs):
        for example, answer in zip(x, y.tolist()):
            w, b = update(example, answer, w, b, rate)
        return w, b
