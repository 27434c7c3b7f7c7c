"""The examples are gone through backwards; the order is that of the table.

fr: Les exemples sont parcourus à rebours ; l'ordre est celui de la table.
"""


def train(x, y, epochs, rate):
    w, b = torch.zeros(x.shape[1]), 0.0
    for _ in range(epochs):
        for i in reversed(range(len(x))):
            w, b = update(x[i], float(y[i]), w, b, rate)
    return w, b
