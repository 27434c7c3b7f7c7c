"""The last layer is missing: n sizes make n - 1 linear layers.

fr: La dernière couche manque : n tailles font n - 1 couches linéaires.
"""


def mlp(sizes):
    layers = []
    for n_in, n_out in zip(sizes[:-2], sizes[1:-1]):
        layers += [nn.Linear(n_in, n_out), nn.ReLU()]
    return nn.Sequential(*layers)
