"""Indexing and masks."""

import torch

from gradatim.labs.grading.spec import Check, tenths, whole


def numbers(generator):
    yield (torch.tensor([2.0, -1.0, 0.0]),)
    yield (torch.tensor([0.25, -0.25]),)
    for shape in ((2, 2), (3, 4), (2, 2, 3)):
        yield (whole(generator, *shape),)
    yield (torch.tensor([[-1.0, 0.0]]),)  # nothing is above zero
    yield (torch.tensor([[[30.0]]]),)


def scores(generator):
    yield torch.tensor([[1.0, 2.0]]), torch.tensor([1])
    for B, C in ((2, 2), (3, 3), (4, 3), (3, 1)):
        yield whole(generator, B, C), torch.randint(C, (B,), generator=generator)
    yield tenths(generator, 2, 3), torch.tensor([2, 0])


def copied(without_negatives, x):
    """What it returns, after somebody has written into x: a copy does not change with it."""
    found = without_negatives(x)
    if isinstance(found, torch.Tensor) and not bool((x < 0).any()):
        kept = x.clone()
        x.add_(100)
        found = found.clone()
        x.copy_(kept)
    return found


def positives(x):
    return torch.tensor([number for number in x.flatten().tolist() if number > 0])


def without_negatives(x):
    return x.clamp(min=0)


def pick(scores, labels):
    return torch.stack([row[label] for row, label in zip(scores, labels, strict=True)])


CHECKS = [
    Check(name="positives", inputs=numbers, expected=positives),
    Check(name="without_negatives", inputs=numbers, run=copied, expected=without_negatives),
    Check(name="pick", inputs=scores, expected=pick),
]
