"""The ReLU comes after the last layer and not between the layers.

fr: La ReLU vient après la dernière couche et non entre les couches.
"""


def forward(x, layers):
    for W, b in layers:
        x = x @ W.T + b
    return relu(x)
