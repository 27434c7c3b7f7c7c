"""Convolution as one matrix product."""

import torch
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, normal, tenths, whole


def images(generator):
    for shape, k in (((1, 1, 2, 3), 2), ((1, 2, 2, 2), 2), ((1, 1, 3, 4), 2), ((2, 2, 3, 3), 2)):
        yield torch.arange(float(torch.Size(shape).numel())).view(shape), k
    yield whole(generator, 1, 2, 4, 3), 2
    yield whole(generator, 1, 2, 4, 5), 3
    yield whole(generator, 2, 3, 2, 2), 1
    yield tenths(generator, 1, 1, 2, 3), 2
    for shape, k in (
        *(((1, 1, 5, 4), 4), ((1, 1, 4, 5), 4), ((1, 1, 12, 2), 2), ((1, 1, 2, 12), 2)),
        *(((1, 2, 2, 3), 1), ((130, 1, 2, 2), 2), ((1, 130, 2, 2), 2), ((1, 1, 130, 2), 1)),
        *(((1, 1, 2, 130), 2), ((2, 3, 9, 8), 7)),
    ):
        yield normal(generator, *shape) * 10, k


def layers(generator):
    for B, c_in, c_out, H, W, k in (
        *((1, 1, 1, 2, 3, 2), (1, 2, 1, 2, 2, 2), (2, 2, 3, 3, 4, 2), (1, 1, 2, 4, 4, 2)),
        *((1, 2, 2, 3, 4, 3), (2, 3, 2, 2, 1, 1), (1, 1, 2, 2, 5, 2), (1, 1, 2, 5, 2, 2)),
        *((1, 1, 1, 5, 6, 4), (130, 1, 2, 2, 1, 1), (1, 130, 1, 2, 3, 2), (1, 1, 130, 3, 2, 2)),
        *((1, 1, 1, 130, 2, 2), (1, 1, 1, 1, 130, 1)),
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
    yield torch.tensor([1.0, -2.0, 3.0]), 3
    yield torch.tensor([1.0, -2.0, 3.0, 5.0, 8.0]), 7
    yield torch.tensor([0.0, 100.0]), 4
    yield normal(generator, 2), 130
    yield normal(generator, 128), 130


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
