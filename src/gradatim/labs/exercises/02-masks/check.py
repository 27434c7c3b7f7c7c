"""Indexing and masks."""

import torch

from gradatim.labs.grading.spec import Check, normal, tenths, whole


def numbers(generator):
    yield (torch.tensor([2.0, -1.0, 0.0]),)
    yield (torch.tensor([0.25, -0.25]),)
    for shape in ((2, 2), (3, 4), (2, 2, 3)):
        yield (whole(generator, *shape),)
    yield (torch.tensor([[-1.0, 0.0]]),)  # nothing is above zero
    yield (torch.tensor([[[30.0]]]),)
    yield (torch.tensor([1.0, 2.0**-20, -(2.0**-20), -0.0]),)
    for shape in ((130,), (130, 2), (2, 130), (2, 1, 3, 2)):
        yield (normal(generator, *shape) * 1000,)


def scores(generator):
    yield torch.tensor([[1.0, 2.0]]), torch.tensor([1])
    for B, C in ((2, 2), (3, 3), (4, 3), (3, 1)):
        yield whole(generator, B, C), torch.randint(C, (B,), generator=generator)
    yield tenths(generator, 2, 3), torch.tensor([2, 0])
    yield whole(generator, 3, 4) * 1000, torch.tensor([3, 3, 3])
    for B, C in ((130, 3), (3, 130)):
        yield normal(generator, B, C), torch.randint(C, (B,), generator=generator)
    yield normal(generator, 2, 130), torch.tensor([129, 0])


def copied(without_negatives, x):
    """What it returns, and whether that changes when somebody writes into x later."""
    found = without_negatives(x)
    if not isinstance(found, torch.Tensor):
        return found
    result, kept = found.clone(), x.clone()
    x.add_(100)
    changes = not torch.equal(found, result)
    x.copy_(kept)
    return {"result": result, "the result changes when x is changed": changes}


def positives(x):
    return torch.tensor([number for number in x.flatten().tolist() if number > 0])


def without_negatives(x):
    return {"result": x.clamp(min=0), "the result changes when x is changed": False}


def pick(scores, labels):
    return torch.stack([row[label] for row, label in zip(scores, labels, strict=True)])


CHECKS = [
    Check(name="positives", inputs=numbers, expected=positives),
    Check(
        name="without_negatives",
        inputs=numbers,
        run=copied,
        expected=without_negatives,
        french={
            "the result changes when x is changed": "le résultat change si x est modifié",
            "result": "résultat",
        },
    ),
    Check(name="pick", inputs=scores, expected=pick),
]
