"""Only the last layer counts, applied to x itself: each layer should get the output of the one
before.

fr: Seule la dernière couche compte, appliquée à x lui-même : chaque couche doit recevoir la sortie
de la précédente.
"""


def forward(x, layers):
    W, b = layers[-1]
    return x @ W.T + b
