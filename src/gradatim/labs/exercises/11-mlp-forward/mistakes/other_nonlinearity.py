"""That is another non-linearity; relu is max(0, x).

fr: C'est une autre non-linéarité ; relu vaut max(0, x).
"""


def relu(x):
    return torch.sigmoid(x)
