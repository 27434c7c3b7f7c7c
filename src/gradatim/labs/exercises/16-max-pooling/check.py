"""Max pooling and its gradient."""

import torch
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, whole


def distinct(generator, *shape):
    """Numbers without ties, some negative."""
    count = torch.Size(shape).numel()
    return (torch.randperm(count, generator=generator) - count // 2).float().view(shape)


def images(generator):
    yield (torch.tensor([[[[1.0, 2.0], [4.0, 3.0]]]]),)
    yield (torch.tensor([[[[-1.0, -2.0], [-4.0, -3.0]]]]),)
    for shape in ((1, 1, 2, 4), (1, 2, 4, 2), (1, 1, 3, 5), (2, 2, 4, 6)):
        yield (distinct(generator, *shape),)


def signals(generator):
    for (x,) in images(generator):
        B, C, H, W = x.shape
        yield whole(generator, B, C, H // 2, W // 2, low=1, high=9), x


def backward(dy, x):
    x = x.requires_grad_()
    return torch.autograd.grad(F.max_pool2d(x, 2), x, dy)[0]


CHECKS = [
    Check(name="max_pool", inputs=images, expected=lambda x: F.max_pool2d(x, 2)),
    Check(name="max_pool_backward", inputs=signals, expected=backward),
]
