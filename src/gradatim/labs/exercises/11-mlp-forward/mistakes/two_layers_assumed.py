"""Just two layers are assumed; there can be one, or more than two: go through all of them in a loop.

fr: Deux couches exactement sont supposées ; il peut y en avoir une, ou plus de deux : parcourez-les toutes dans
une boucle.
"""


def forward(x, layers):
    W, b = layers[0]
    h = relu(x @ W.T + b)
    if len(layers) == 1:
        return h
    W, b = layers[1]
    return h @ W.T + b
