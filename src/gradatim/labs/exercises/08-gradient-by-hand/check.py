"""A gradient by hand."""

import torch

from gradatim.labs.grading.spec import Check, normal, tenths


def neurons(generator):
    yield torch.tensor([1.0]), torch.tensor(0.0), torch.tensor([[1.0]]), torch.tensor([0.0])
    for B, D in ((1, 2), (2, 1), (3, 2), (4, 3)):
        y = torch.randint(2, (B,), generator=generator).float()
        yield tenths(generator, D), tenths(generator)[()], tenths(generator, B, D), y
    x, y = torch.tensor([[1.0, 0.5], [0.0, -1.0]]), torch.tensor([0.25, 2.0])
    yield torch.tensor([1.0, -0.5]), torch.tensor(0.5), x, y  # targets that are no labels
    x = torch.tensor([[20.0], [-20.0], [1.0]])
    yield torch.tensor([1.0]), torch.tensor(0.5), x, torch.tensor([0.0, 0.0, 1.0])
    for B, D in ((130, 2), (2, 130)):
        y = torch.randint(2, (B,), generator=generator).float()
        yield normal(generator, D) / 8, torch.tensor(-0.5), normal(generator, B, D), y


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
    yield cubic, torch.tensor([0.0, 2.0], dtype=torch.float64), 1.5
    yield product, normal(generator, 12).double(), 2.0
    yield square, torch.arange(130.0, dtype=torch.float64), 1e-3


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
