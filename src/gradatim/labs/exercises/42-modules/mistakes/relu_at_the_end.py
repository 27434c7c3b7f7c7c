"""There is a ReLU after the last layer too: the outputs can never be negative.

fr: Il y a aussi un ReLU après la dernière couche : les sorties ne peuvent jamais être négatives.
"""


def mlp(sizes):
    layers = []
    for n_in, n_out in zip(sizes, sizes[1:]):
        layers += [nn.Linear(n_in, n_out), nn.ReLU()]
    return nn.Sequential(*layers)
