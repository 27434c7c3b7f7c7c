"""There is no ReLU after the first layer.

fr: Il n'y a pas de ReLU après la première couche.
"""


def forward(x, layers):
    for i, (W, b) in enumerate(layers):
        x = x @ W.T + b
        if 0 < i < len(layers) - 1:
            x = relu(x)
    return x
