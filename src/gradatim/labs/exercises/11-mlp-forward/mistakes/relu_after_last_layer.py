"""There is a ReLU after the last layer too: scores can then never be negative.

fr: Il y a une ReLU après la dernière couche aussi : les scores ne peuvent plus être négatifs.
"""


def forward(x, layers):
    for W, b in layers:
        x = relu(x @ W.T + b)
    return x
