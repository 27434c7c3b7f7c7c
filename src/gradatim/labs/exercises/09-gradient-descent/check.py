"""Gradient descent."""

import torch

from gradatim.labs.grading.spec import Check, normal


def parabola(w):
    return w


def valley(w):
    return w * torch.tensor([1.0, 10.0])


def wave(w):
    return torch.cos(w)


def turned(w):
    """Of a valley that lies across the axes: each slope depends on both coordinates."""
    return w @ torch.tensor([[2.0, 1.0], [1.0, 3.0]])


def starts(generator):
    yield parabola, torch.tensor([1.0]), 0.5, 1
    yield parabola, torch.tensor([4.0]), 0.5, 3
    yield parabola, torch.tensor([1.0]), 3.0, 2
    yield valley, torch.tensor([2.0, 1.0]), 0.05, 4
    yield wave, torch.tensor([1.0, 2.0, 3.0]), 0.1, 0
    yield parabola, torch.tensor([0.1, 0.0]), 0.5, 2
    yield turned, torch.tensor([1.0, -2.0]), 0.1, 3
    yield parabola, torch.tensor([0.0, 0.0]), 0.5, 2  # the slope is 0: w stays, the path goes on
    yield parabola, torch.tensor([1000.0, -3000.0]), 10.0, 2
    yield turned, torch.tensor([1.0, -2.0]), 0.02, 101
    yield wave, normal(generator, 130), 0.5, 2


def curvatures(generator):
    yield from ((1.0,), (2.0,), (10.0,), (0.5,), (3.0,), (0.01,), (300.0,), (1e-4,))


def rolling(generator):
    yield parabola, torch.tensor([1.0]), 0.5, 0.5, 1
    yield parabola, torch.tensor([4.0]), 0.5, 0.5, 3
    yield valley, torch.tensor([2.0, 1.0]), 0.05, 0.9, 5
    yield turned, torch.tensor([1.0, -2.0]), 0.1, 0.5, 3
    yield wave, torch.tensor([1.0, 2.0, 3.0]), 0.1, 0.5, 0
    yield parabola, torch.tensor([0.0, 0.0]), 0.5, 0.5, 2
    yield turned, torch.tensor([1.0, -2.0]), 0.1, 0.0, 2
    yield parabola, torch.tensor([1.0]), 0.5, 0.125, 3
    yield parabola, torch.tensor([1.0]), 0.25, 1.0, 3
    yield parabola, torch.tensor([1000.0, -3000.0]), 3.0, 0.5, 3
    yield turned, torch.tensor([1.0, -2.0]), 0.02, 0.25, 101
    yield wave, normal(generator, 130), 0.5, 0.75, 3


def descend(gradient, w, rate, steps):
    return momentum_descend(gradient, w, rate, 0.0, steps)


def momentum_descend(gradient, w, rate, beta, steps):
    w = torch.nn.Parameter(w.clone())
    optimizer = torch.optim.SGD([w], lr=rate, momentum=beta)
    path = [w.detach().clone()]
    for _ in range(steps):
        w.grad = gradient(w.detach())
        optimizer.step()
        path.append(w.detach().clone())
    return torch.stack(path)


CHECKS = [
    Check(name="descend", inputs=starts, expected=descend),
    Check(name="largest_rate", inputs=curvatures, expected=lambda c: 2.0 / c),
    Check(name="momentum_descend", inputs=rolling, expected=momentum_descend),
]
