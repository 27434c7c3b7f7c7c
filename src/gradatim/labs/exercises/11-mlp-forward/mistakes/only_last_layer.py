"""Each layer starts again from x: only the last one counts.

fr: Chaque couche repart de x : seule la dernière compte.
"""


def forward(x, layers):
    W, b = layers[-1]
    return x @ W.T + b
