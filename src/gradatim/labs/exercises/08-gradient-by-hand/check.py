"""A gradient by hand."""

import torch

from gradatim.labs.grading.spec import Check, tenths


def neurons(generator):
    yield torch.tensor([1.0]), torch.tensor(0.0), torch.tensor([[1.0]]), torch.tensor([0.0])
    for B, D in ((1, 2), (2, 1), (3, 2), (4, 3)):
        y = torch.randint(2, (B,), generator=generator).float()
        yield tenths(generator, D), tenths(generator)[()], tenths(generator, B, D), y


def square(w):
    return (w**2).sum()


def cubic(w):
    return (w**3).sum() + w[0]


def product(w):
    return (w[:-1] * w[1:] ** 2).sum()


def curves(generator):
    yield square, torch.tensor([1.0], dtype=torch.float64), 1e-3
    yield square, torch.tensor([1.0, 2.0], dtype=torch.float64), 1e-3
    yield cubic, torch.tensor([1.0, 2.0, -1.0], dtype=torch.float64), 0.1
    # Here the slope in one coordinate depends on where the others are.
    yield product, torch.tensor([1.0, 2.0], dtype=torch.float64), 0.1
    yield product, torch.tensor([2.0, -1.0, 3.0], dtype=torch.float64), 0.5
    yield product, torch.tensor([3.0, 2.0, -2.0], dtype=torch.float64), 1e-3


def loss(w, b, x, y):
    return torch.stack(
        [(torch.sigmoid((w * row).sum() + b) - t) ** 2 for row, t in zip(x, y, strict=True)]
    ).mean()


def gradients(w, b, x, y):
    w, b = w.clone().requires_grad_(), b.clone().requires_grad_()
    return torch.autograd.grad(loss(w, b, x, y), (w, b))


def central_difference(f, w, h):
    rows = torch.eye(len(w), dtype=w.dtype) * h
    return torch.stack([(f(w + row) - f(w - row)) / (2 * h) for row in rows])


CHECKS = [
    Check(name="loss", inputs=neurons, expected=loss),
    Check(name="gradients", inputs=neurons, tuples=True, expected=gradients),
    Check(name="central_difference", inputs=curves, expected=central_difference),
]
