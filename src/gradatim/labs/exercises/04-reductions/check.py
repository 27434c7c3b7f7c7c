"""Reductions and axes."""

import torch

from gradatim.labs.grading.spec import Check, tenths, whole


def labelled(generator):
    yield torch.tensor([[1.0, 2.0]]), torch.tensor([1])
    for B, C in ((2, 3), (3, 2), (4, 4)):
        logits = torch.rand(B, C, generator=generator).mul(100).round() / 10
        labels = logits.argmax(1)
        labels[0] = (labels[0] + 1) % C
        yield logits, labels
    yield torch.tensor([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0], [2.0, 3.0, 1.0]]), torch.tensor([1, 0, 1])
    # A largest score that is the number of the label, and labels with scores below 0.
    yield torch.tensor([[1.0, 0.0, -2.0], [-3.0, -1.0, -2.0]]), torch.tensor([1, 1])


def scores(generator):
    yield (torch.tensor([[0.0, 1.0]]),)
    yield (torch.tensor([[0.0, 1.0], [2.0, 0.0]]),)
    for B, C in ((2, 3), (3, 2)):
        yield (whole(generator, B, C),)
    yield (torch.tensor([[1000.0, 1001.0], [0.0, -1000.0]]),)
    yield (torch.tensor([[2.0], [-3.0]]),)  # one class
    # Large scores in one row alone: what is subtracted can only be its own.
    yield (torch.tensor([[-1000.0, -1002.0]]),)
    yield (torch.tensor([[-1000.0, 1000.0], [1.0, 2.0]]),)
    yield (tenths(generator, 2, 3),)


def images(generator):
    for shape in ((1, 2, 1, 2), (2, 2, 1, 1), (2, 3, 2, 4), (3, 1, 2, 2)):
        yield (whole(generator, *shape),)
    yield (tenths(generator, 2, 2, 2, 1),)


def accuracy(logits, labels):
    hits = [int(row.argmax()) == int(label) for row, label in zip(logits, labels, strict=True)]
    return sum(hits) / len(hits)


def softmax(logits):
    return torch.nn.functional.softmax(logits, dim=1)


def channel_means(images):
    return torch.stack([images[:, c].mean() for c in range(images.shape[1])])


CHECKS = [
    Check(name="accuracy", inputs=labelled, expected=accuracy),
    Check(name="softmax", inputs=scores, expected=softmax),
    Check(name="channel_means", inputs=images, expected=channel_means),
]
