"""The squared error."""

import torch
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, normal, tenths, whole


def pairs(generator):
    yield torch.tensor([1.0, 2.0]), torch.tensor([3.0, 5.0])
    for shape in ((3,), (2, 2), (3, 2), (1, 3), (2, 1)):
        yield whole(generator, *shape), whole(generator, *shape)
    yield tenths(generator, 2, 2), tenths(generator, 2, 2)
    yield torch.tensor([2.0]), torch.tensor([-1.5])
    yield torch.tensor([[1000.0, -20.0]]), torch.tensor([[-500.0, 30.0]])
    yield torch.tensor([0.011, 0.025]), torch.tensor([0.05, -0.03])
    for shape in ((130,), (130, 2), (2, 130)):
        yield whole(generator, *shape) * 100, whole(generator, *shape)


def columns(generator):
    yield torch.tensor([[1.0], [2.0]]), torch.tensor([3.0, 5.0])
    for B in (3, 4, 1):
        yield whole(generator, B, 1), whole(generator, B)
    yield tenths(generator, 3, 1), tenths(generator, 3)
    yield whole(generator, 130, 1) * 100, whole(generator, 130)


def column_or_row(prediction, target):
    return F.mse_loss(prediction, target.view(-1, 1))


def gradient(prediction, target):
    prediction = prediction.clone().requires_grad_()
    return torch.autograd.grad(F.mse_loss(prediction, target), prediction)[0]


CHECKS = [
    Check(
        name="squared_error",
        inputs=pairs,
        expected=lambda prediction, target: F.mse_loss(prediction, target),
    ),
    Check(name="column_or_row", inputs=columns, expected=column_or_row),
    Check(name="gradient", inputs=pairs, expected=gradient),
]
