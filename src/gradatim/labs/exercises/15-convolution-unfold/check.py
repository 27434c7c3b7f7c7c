"""Convolution as one matrix product."""

import torch
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, tenths, whole


def images(generator):
    for shape, k in (((1, 1, 2, 3), 2), ((1, 2, 2, 2), 2), ((1, 1, 3, 4), 2), ((2, 2, 3, 3), 2)):
        yield torch.arange(float(torch.Size(shape).numel())).view(shape), k
    yield whole(generator, 1, 2, 4, 3), 2
    yield whole(generator, 1, 2, 4, 5), 3
    yield whole(generator, 2, 3, 2, 2), 1
    yield tenths(generator, 1, 1, 2, 3), 2


def layers(generator):
    for B, c_in, c_out, H, W, k in (
        *((1, 1, 1, 2, 3, 2), (1, 2, 1, 2, 2, 2), (2, 2, 3, 3, 4, 2), (1, 1, 2, 4, 4, 2)),
        *((1, 2, 2, 3, 4, 3), (2, 3, 2, 2, 1, 1)),
    ):
        yield (
            whole(generator, B, c_in, H, W),
            whole(generator, c_out, c_in, k, k),
            whole(generator, c_out),
        )
    yield tenths(generator, 1, 1, 2, 3), tenths(generator, 1, 1, 2, 2), tenths(generator, 1)


def rows(generator):
    yield torch.tensor([1.0, 2.0]), 2
    yield torch.tensor([1.0, 2.0]), 3
    yield torch.tensor([1.0, -2.0, 3.0]), 5
    yield torch.tensor([2.0]), 3
    yield torch.tensor([0.5, -0.25]), 3


def as_matrix(kernel, n):
    return F.conv1d(torch.eye(n)[:, None], kernel[None, None])[:, 0].T.contiguous()


CHECKS = [
    Check(name="patches", inputs=images, expected=lambda x, k: F.unfold(x, k)),
    Check(
        name="convolution",
        inputs=layers,
        expected=lambda x, weight, bias: F.conv2d(x, weight, bias),
    ),
    Check(name="as_matrix", inputs=rows, expected=as_matrix),
]
