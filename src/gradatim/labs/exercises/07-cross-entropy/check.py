"""Cross-entropy, in its stable form."""

import torch
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, normal, tenths, whole


def scores(generator):
    yield (torch.tensor([[0.0, 1.0]]),)
    for B, C in ((2, 2), (2, 3), (3, 2)):
        yield (whole(generator, B, C),)
    yield (torch.tensor([[-1000.0, -1002.0]]),)
    yield (torch.tensor([[1000.0, 999.0], [-1000.0, -1000.0], [0.0, -1000.0]]),)
    yield (torch.tensor([[2.0], [-3.0]]),)  # one class
    yield (torch.tensor([[-1000.0, 1000.0], [1.0, 2.0]]),)
    yield (tenths(generator, 2, 3),)
    yield (torch.tensor([[3.0, 3.0, 1.0], [0.0, 0.0, 0.0]]),)  # the largest score twice
    for B, C in ((130, 2), (2, 130)):
        yield (normal(generator, B, C) * 3,)


def labelled(generator):
    for (z,) in scores(generator):
        yield z, torch.randint(z.shape[1], (len(z),), generator=generator)


def binary(generator):
    yield torch.tensor([0.0, 2.0]), torch.tensor([1.0, 0.0])
    for B in (3, 4):
        yield whole(generator, B), torch.randint(2, (B,), generator=generator).float()
    yield torch.tensor([200.0, -200.0, 200.0]), torch.tensor([0.0, 1.0, 1.0])
    yield torch.tensor([-1.0]), torch.tensor([1.0])
    yield torch.tensor([16.0, -17.0]), torch.tensor([0.0, 1.0])  # where 1e-7 begins to count
    yield tenths(generator, 3), torch.tensor([0.0, 1.0, 1.0])
    yield torch.tensor([10000.0, -10000.0, 0.0]), torch.tensor([0.0, 1.0, 0.0])
    yield torch.tensor([3.0, -2.0]), torch.tensor([1.0, 1.0])
    yield torch.tensor([3.0, -2.0]), torch.tensor([0.0, 0.0])
    yield normal(generator, 130) * 3, torch.randint(2, (130,), generator=generator).float()


CHECKS = [
    Check(name="log_sum_exp", inputs=scores, expected=lambda z: torch.logsumexp(z, 1)),
    Check(
        name="cross_entropy", inputs=labelled, expected=lambda z, labels: F.cross_entropy(z, labels)
    ),
    Check(
        name="binary_cross_entropy",
        inputs=binary,
        expected=lambda z, y: F.binary_cross_entropy_with_logits(z, y),
    ),
]
