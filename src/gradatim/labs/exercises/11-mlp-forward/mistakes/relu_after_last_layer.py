"""There is a ReLU after the last layer too: scores can then never be negative.

fr: Il y a une ReLU aussi après la dernière couche : les scores ne peuvent alors jamais être
négatifs.
"""


def forward(x, layers):
    for W, b in layers:
        x = relu(x @ W.T + b)
    return x
