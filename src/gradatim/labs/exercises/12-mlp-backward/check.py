"""Backpropagation by hand."""

import torch
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, normal, tenths, whole


def layers(generator):
    for B, n_in, n_out in ((1, 1, 1), (1, 2, 1), (2, 2, 2), (2, 2, 3), (3, 4, 2)):
        yield (
            whole(generator, B, n_out),
            whole(generator, B, n_in),
            whole(generator, n_out, n_in),
        )
    yield tenths(generator, 2, 3), tenths(generator, 2, 2), tenths(generator, 3, 2)
    for B, n_in, n_out in ((130, 1, 2), (2, 130, 1), (1, 2, 130)):
        yield (
            normal(generator, B, n_out),
            normal(generator, B, n_in),
            normal(generator, n_out, n_in),
        )


def signals(generator):
    yield torch.tensor([3.0, 3.0, 3.0]), torch.tensor([-1.0, 0.0, 2.0])
    yield whole(generator, 2, 3), whole(generator, 2, 3)
    yield torch.tensor([[-2.0, 0.0], [1.0, -3.0]]), torch.tensor([[1.0, 2.0], [-1.0, 3.0]])
    yield torch.tensor([0.5, -1.5]), torch.tensor([0.25, -0.25])
    yield torch.tensor([100.0, -3000.0]), torch.tensor([2.0**-10, -(2.0**-10)])
    yield torch.tensor([0.5, -1.5]), torch.tensor([1000.0, -1000.0])
    yield torch.tensor(2.0), torch.tensor(-1.0)
    for shape in ((2, 1, 3), (2, 1, 2, 2), (130, 2), (2, 130)):
        yield normal(generator, *shape), normal(generator, *shape)


def scores(generator):
    for B, C in ((1, 2), (2, 2), (2, 3), (4, 3)):
        yield whole(generator, B, C), torch.randint(C, (B,), generator=generator)
    yield torch.tensor([[1000.0, 999.0], [-1000.0, -1000.0]]), torch.tensor([1, 0])
    yield torch.tensor([[-1000.0, -1002.0]]), torch.tensor([0])
    yield torch.tensor([[-1000.0, 1000.0], [1.0, 2.0]]), torch.tensor([0, 0])
    yield tenths(generator, 2, 3), torch.tensor([2, 0])
    yield tenths(generator, 3, 2), torch.tensor([1, 1, 1])
    for B, C in ((130, 2), (2, 130)):
        yield normal(generator, B, C), torch.randint(C, (B,), generator=generator)
    yield normal(generator, 2, 130), torch.tensor([129, 129])


def networks(generator):
    for B, n, h, C in (
        *((1, 2, 2, 2), (2, 2, 3, 2), (4, 3, 5, 3), (3, 1, 1, 2)),
        *((130, 1, 2, 3), (2, 130, 3, 2), (2, 3, 130, 2), (3, 2, 4, 130)),
    ):
        labels = torch.randint(C, (B,), generator=generator)
        yield (
            tenths(generator, B, n),
            labels,
            *(tenths(generator, h, n), tenths(generator, h)),
            *(tenths(generator, C, h), tenths(generator, C)),
        )
    z = torch.tensor([[450.0, 1.0], [2.0, 470.0]])  # half the scores
    yield z, torch.tensor([1, 1]), torch.eye(2), torch.zeros(2), 2 * torch.eye(2), torch.zeros(2)


def slopes(value, parameters, output):
    return torch.autograd.grad(value, parameters, output)


def linear_backward(dy, x, W):
    x, W = x.requires_grad_(), W.requires_grad_()
    b = torch.zeros(len(W), requires_grad=True)
    return slopes(F.linear(x, W, b), (x, W, b), dy)


def relu_backward(dy, x):
    return slopes(F.relu(x.requires_grad_()), (x,), dy)[0]


def cross_entropy_backward(z, labels):
    return slopes(F.cross_entropy(z.requires_grad_(), labels), (z,), None)[0]


def gradients(x, labels, W1, b1, W2, b2):
    parameters = [p.requires_grad_() for p in (W1, b1, W2, b2)]
    z = F.linear(F.relu(F.linear(x, W1, b1)), W2, b2)
    return slopes(F.cross_entropy(z, labels), parameters, None)


CHECKS = [
    Check(name="linear_backward", inputs=layers, expected=linear_backward),
    Check(name="relu_backward", inputs=signals, expected=relu_backward),
    Check(name="cross_entropy_backward", inputs=scores, expected=cross_entropy_backward),
    Check(name="gradients", inputs=networks, expected=gradients),
]
