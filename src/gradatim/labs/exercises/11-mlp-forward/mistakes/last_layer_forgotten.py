"""The last layer is not applied.

fr: La dernière couche n'est pas appliquée.
"""


def forward(x, layers):
    for W, b in layers[:-1]:
        x = relu(x @ W.T + b)
    return x
