"""Broken loop 2: a column meets a row."""

import warnings

import torch

from gradatim.labs.grading.spec import Check, whole


def lines(generator):
    yield torch.tensor([[-1.0], [1.0]]), torch.tensor([-1.0, 1.0]), 0.5, 1
    for B, D, steps in ((3, 1, 2), (4, 2, 10), (150, 2, 2)):
        x = whole(generator, B, D, low=-2, high=2)
        yield x, x.sum(1) + 1, 0.1, steps
    # Targets in which each column of x has a part of its own; one example; as many as columns; a
    # rate that lets the loss grow.
    for B, D, rate, steps in ((5, 2, 0.2, 1), (1, 2, 0.1, 3), (3, 3, 0.05, 4), (4, 1, 0.6, 3)):
        x, y = (whole(generator, *shape, low=-2, high=3) for shape in ((B, D), (B,)))
        yield x, 2 * y + x[:, 0] + 1, rate, steps
    # Small targets: the loss falls by hardly anything, and the weights still have far to go.
    x = torch.tensor([[-1.0], [1.0], [2.0]])
    yield x, 0.02 * x[:, 0] + 0.01, 0.1, 8


def quietly(fit, x, y, rate, steps):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        w, b = fit(x, y, rate, steps)
    return w, b


def fit(x, y, rate, steps):
    design = torch.cat([x, torch.ones(len(x), 1)], dim=1).double()
    w = torch.zeros(design.shape[1], dtype=torch.float64)
    for _ in range(steps):
        w = w - rate * 2 / len(x) * design.T @ (design @ w - y.double())
    return w[:-1, None].float(), w[-1:].float()


CHECKS = [Check(name="fit", inputs=lines, run=quietly, expected=fit)]
