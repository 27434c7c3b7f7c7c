"""Another non-linearity than nn.ReLU stands between the layers.

fr: Une autre non-linéarité que nn.ReLU est entre les couches.
"""


def mlp(sizes):
    layers = []
    for n_in, n_out in zip(sizes, sizes[1:]):
        layers += [nn.Linear(n_in, n_out), nn.Tanh()]
    return nn.Sequential(*layers[:-1])
