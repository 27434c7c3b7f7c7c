"""Reductions and axes."""

import torch

from gradatim.labs.grading.spec import Check, normal, tenths, whole


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
    yield torch.tensor([[1.0, 2.0, 0.0]]), torch.tensor([0])  # none is right
    # Scores that a sigmoid or an exponential would make equal.
    yield torch.tensor([[100.0, 120.0], [-200.0, -150.0]]), torch.tensor([1, 1])
    for B, C in ((130, 3), (7, 130)):
        logits = normal(generator, B, C)
        labels = logits.argmax(1)
        labels[-B // 3 :] = 0
        yield logits, labels


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
    yield (torch.tensor([[10000.0, 9999.0, -10000.0], [5.0, 5.0, 5.0]]),)
    for B, C in ((130, 2), (2, 130)):
        yield (normal(generator, B, C),)


def images(generator):
    for shape in ((1, 2, 1, 2), (2, 2, 1, 1), (2, 3, 2, 4), (3, 1, 2, 2)):
        yield (whole(generator, *shape),)
    yield (tenths(generator, 2, 2, 2, 1),)
    for shape in ((130, 2, 1, 1), (1, 130, 1, 2), (1, 2, 130, 1), (2, 1, 1, 130)):
        yield (normal(generator, *shape) * 100,)


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
