"""A multi-layer perceptron, forward."""

import torch
from torch import nn

from gradatim.labs.grading.spec import Check, normal, tenths, whole


def numbers(generator):
    yield (torch.tensor([-2.0, 0.0, 3.0]),)
    yield (torch.tensor([0.5, -0.5]),)
    yield (whole(generator, 2, 3),)
    yield (torch.tensor([[[100.0]], [[-100.0]], [[20.0]]]),)
    yield (torch.tensor(-2.0),)  # no axes
    yield (torch.tensor([2.0**-8, -(2.0**-8), 10000.0, -10000.0]),)
    for shape in ((130, 2), (2, 130), (2, 1, 3, 2)):
        yield (normal(generator, *shape),)


def networks(generator):
    for sizes in ((2, 1), (1, 1, 1), (2, 2, 1), (2, 3, 2), (3, 2, 4, 2)):
        layers = [
            (whole(generator, n_out, n_in, low=-2, high=2), whole(generator, n_out, low=-3, high=3))
            for n_in, n_out in zip(sizes, sizes[1:])
        ]
        yield whole(generator, 2, sizes[0]), layers
    # A hidden layer as wide as the last one, and one as wide as the input.
    wide = torch.tensor([[1.0, -2.0], [-1.0, 1.0]]), torch.tensor([0.0, -1.0])
    yield torch.tensor([[1.0, 2.0]]), [wide, wide]
    square = torch.tensor([[2.0, 1.0], [1.0, 3.0]]), torch.tensor([1.0, -2.0])
    yield torch.tensor([[1.0, 2.0], [3.0, 1.0]]), [square]
    yield torch.tensor([[10.0, 20.0]]), [square, square]
    yield tenths(generator, 2, 2), [(tenths(generator, 2, 2), tenths(generator, 2))]
    rows = (
        (3, (2, 2, 2, 2, 2, 2)),
        (1, (2,) * 12),
        (130, (2, 3, 1)),
        (2, (130, 2)),
        (2, (2, 130, 2)),
    )
    for B, sizes in rows:
        layers = [
            (normal(generator, n_out, n_in), normal(generator, n_out))
            for n_in, n_out in zip(sizes, sizes[1:])
        ]
        yield normal(generator, B, sizes[0]), layers


def forward(x, layers):
    network = nn.Sequential()
    for weight, bias in layers:
        linear = nn.Linear(weight.shape[1], weight.shape[0])
        linear.weight.data, linear.bias.data = weight, bias
        network.extend([linear, nn.ReLU()])
    return network[:-1](x).detach()


def count_parameters(sizes):
    return sum(n_in * n_out + n_out for n_in, n_out in zip(sizes, sizes[1:]))


CHECKS = [
    Check(name="relu", inputs=numbers, expected=lambda x: x.clamp(min=0)),
    Check(name="forward", inputs=networks, expected=forward),
    Check(
        name="count_parameters",
        inputs=lambda generator: [
            ([2, 1],),
            ([3, 2, 1],),
            ([784, 100, 10],),
            ([4, 3, 2, 5],),
            ([5, 4, 3, 2, 6],),
            ([3, 3],),
            ([2, 3, 2, 3],),
            ([7, 1, 1, 2, 5, 7, 4, 3, 9, 2, 1, 6],),
        ],
        expected=count_parameters,
    ),
]
