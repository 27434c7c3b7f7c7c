"""Convolution by loops."""

import torch
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, normal, tenths, whole


def sizes(generator):
    yield from (
        (3, 2, 1, 0),
        (3, 3, 1, 0),
        (4, 2, 2, 0),
        (5, 2, 2, 0),
        (3, 3, 1, 1),
        (224, 7, 2, 3),
        (1, 1, 1, 0),
        (4, 1, 1, 2),
        *((7, 1, 3, 0), (8, 1, 3, 0), (9, 1, 3, 0), (9, 4, 5, 2), (2, 2, 3, 0), (6, 2, 4, 5)),
    )


def images(generator):
    yield torch.tensor([[1.0, 2.0]]), torch.tensor([[1.0, 10.0]])
    for H, W, h, w in ((2, 2, 2, 2), (3, 2, 2, 1), (3, 4, 2, 2), (4, 4, 3, 2)):
        yield whole(generator, H, W), whole(generator, h, w)
    yield tenths(generator, 2, 3), tenths(generator, 1, 2)
    for H, W, h, w in ((2, 3, 1, 1), (3, 3, 1, 2), (5, 4, 4, 3), (4, 6, 3, 5), (2, 11, 1, 2)):
        yield whole(generator, H, W), whole(generator, h, w)
    yield whole(generator, 12, 2) * 100, whole(generator, 2, 1)
    yield normal(generator, 2, 130), normal(generator, 1, 128)
    yield normal(generator, 34, 1), normal(generator, 33, 1)


def layers(generator):
    rows = (
        *((1, 1, 1, 2, 2, 1, 0), (1, 2, 1, 2, 1, 1, 0), (1, 1, 1, 3, 1, 2, 0)),
        *((1, 1, 1, 2, 2, 1, 1), (2, 2, 3, 3, 2, 1, 0), (2, 2, 2, 4, 3, 2, 1)),
        *(
            (1, 1, 1, 2, 3, 1, 2),
            (3, 1, 2, 2, 2, 1, 0),
            (1, 4, 1, 2, 2, 1, 0),
            (1, 1, 1, 7, 2, 3, 0),
        ),
        *((1, 1, 1, 5, 1, 4, 1), (1, 1, 2, 3, 2, 3, 2), (1, 1, 1, 1, 2, 2, 4)),
    )
    for B, c_in, c_out, n, k, stride, padding in rows:
        yield (
            whole(generator, B, c_in, n, n),
            whole(generator, c_out, c_in, k, k),
            whole(generator, c_out),
            *(stride, padding),
        )
    yield whole(generator, 1, 2, 3, 5), whole(generator, 2, 2, 2, 3), whole(generator, 2), 2, 1
    for h, w in ((1, 3), (3, 1)):  # with a stride of 1, each of the two sizes shows
        x = whole(generator, 1, 1, 4, 4)
        yield x, whole(generator, 2, 1, h, w), whole(generator, 2), 1, 0
    # Each number alone: the height, the width, the channels, the images, the stride, the padding.
    for B, c_in, c_out, H, W, h, w, stride, padding in (
        *((1, 2, 1, 3, 5, 2, 2, 1, 0), (1, 1, 2, 4, 2, 3, 2, 1, 0), (1, 1, 2, 2, 3, 2, 2, 1, 0)),
        *((1, 1, 1, 11, 1, 1, 1, 1, 0), (1, 1, 1, 1, 11, 1, 1, 1, 0), (9, 1, 1, 1, 2, 1, 1, 1, 0)),
        *((1, 12, 1, 1, 2, 1, 2, 1, 0), (1, 1, 12, 1, 2, 1, 1, 1, 0), (1, 1, 1, 3, 2, 1, 2, 1, 3)),
        *((1, 1, 1, 12, 5, 3, 2, 4, 0), (1, 2, 3, 3, 4, 2, 3, 2, 1), (1, 1, 1, 3, 6, 3, 5, 1, 0)),
    ):
        x = whole(generator, B, c_in, H, W)
        weight = whole(generator, c_out, c_in, h, w)
        yield x, weight, whole(generator, c_out) * 10, stride, padding
    yield tenths(generator, 1, 1, 3, 3), tenths(generator, 1, 1, 2, 2), tenths(generator, 1), 1, 0


def output_size(n, k, stride, padding):
    return len(range(0, n + 2 * padding - k + 1, stride))


CHECKS = [
    Check(name="output_size", inputs=sizes, expected=output_size),
    Check(
        name="correlate",
        inputs=images,
        expected=lambda x, kernel: F.conv2d(x[None, None], kernel[None, None])[0, 0],
    ),
    Check(
        name="convolution",
        inputs=layers,
        expected=lambda x, weight, bias, stride, padding: F.conv2d(
            x, weight, bias, stride, padding
        ),
    ),
]
