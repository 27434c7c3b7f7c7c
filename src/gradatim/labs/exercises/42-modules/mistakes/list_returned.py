"""The layers are returned in a list; put them into nn.Sequential(*layers).

fr: Les couches sont renvoyées dans une liste ; mettez-les dans nn.Sequential(*layers).
"""


def mlp(sizes):
    layers = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        layers += [nn.Linear(n_in, n_out), nn.ReLU()]
    return layers[:-1]
