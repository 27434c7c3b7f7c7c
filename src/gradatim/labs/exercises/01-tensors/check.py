"""Tensors and shapes."""

import torch

from gradatim.labs.grading.spec import Check, normal, whole


def shapes(generator):
    for shape in ((1,), (2, 3), (2, 1, 4), (), (2, 0, 3), (1, 4), (2, 1, 3, 5), (130,)):
        yield (whole(generator, *shape),)
    yield (whole(generator, 2, 1, 3, 1, 2, 3, 2),)
    yield (whole(generator, 3, 4)[:, 1:],)  # a part: what it is stored in holds more numbers


def images(generator):
    for shape in ((1, 1, 2, 2), (1, 2, 1, 3), (2, 1, 2, 2), (2, 3, 2, 4), (3, 2, 3, 1)):
        yield (torch.arange(float(torch.Size(shape).numel())).view(shape),)
    # Axes that were moved, and a part of a batch: their numbers do not lie in order in memory.
    numbers = torch.arange(24.0).view(2, 2, 3, 2)
    yield (numbers.permute(0, 3, 1, 2),)
    yield (numbers.permute(3, 2, 1, 0),)
    yield (numbers[:, :, 1:],)
    # Whole numbers from 0 to 255, as image files hold them, in no order.
    yield (torch.randint(256, (3, 2, 2, 2), generator=generator).float(),)
    yield (normal(generator, 1, 2, 2, 1),)  # which a type of less precision would round
    for shape in ((130, 1, 1, 2), (2, 130, 1, 1), (1, 2, 130, 1), (1, 1, 2, 130), (3, 5, 4, 7)):
        yield (normal(generator, *shape) * 1000,)


def describe(x):
    return tuple(x.shape), len(x.shape), x.flatten().shape[0]


def flatten_images(images):
    return torch.stack([image.flatten() for image in images])


def channels_last(images):
    return torch.stack(list(images.unbind(1)), dim=-1)


CHECKS = [
    Check(name="describe", inputs=shapes, tuples=True, expected=describe),
    Check(name="flatten_images", inputs=images, expected=flatten_images),
    Check(name="channels_last", inputs=images, expected=channels_last),
]
