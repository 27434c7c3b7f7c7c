"""Max pooling and its gradient."""

import torch
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, whole


def distinct(generator, B, C, H, W):
    """Numbers without ties in a block, some negative; other blocks hold the same numbers again."""
    rows, columns = torch.arange(H) % 2, torch.arange(W) % 2
    numbers = torch.stack(
        [torch.randperm(6, generator=generator)[:4] for _ in range(B * C * H * W)]
    ).view(B, C, H, W, 4)
    numbers = numbers[:, :, ::2, ::2].repeat_interleave(2, 2).repeat_interleave(2, 3)[:, :, :H, :W]
    place = (2 * rows[:, None] + columns).expand(B, C, H, W)
    return numbers.gather(4, place[..., None])[..., 0].float() - 3


def images(generator):
    yield (torch.tensor([[[[1.0, 2.0], [4.0, 3.0]]]]),)
    yield (torch.tensor([[[[-1.0, -2.0], [-4.0, -3.0]]]]),)
    for shape in (
        *((1, 1, 2, 4), (1, 2, 4, 2), (1, 1, 3, 5), (2, 2, 4, 6), (1, 1, 3, 4), (1, 1, 4, 3)),
        *((1, 1, 2, 3), (1, 1, 3, 2), (2, 3, 5, 4), (130, 1, 2, 2), (1, 130, 2, 2)),
        *((1, 1, 131, 2), (1, 1, 2, 131)),
    ):
        yield (distinct(generator, *shape),)
    yield (torch.tensor([[[[-3000.0, -1000.0], [-2000.0, -5000.0]]]]),)
    yield (torch.tensor([[[[2000.0, 1.0], [1.5, 1000.0]]]]),)
    yield (torch.tensor([[[[1.0, 1.0078125], [0.0, 1.00390625]]]]),)  # nearly equal
    yield (torch.tensor([[[[-10.25, -30.5], [-20.75, -10.5]]]]),)


def signals(generator):
    for (x,) in images(generator):
        B, C, H, W = x.shape
        dy = whole(generator, B, C, H // 2, W // 2, low=1, high=9)
        dy.view(-1)[1::2] *= -1
        yield dy, x
    yield torch.zeros(1, 1, 1, 1), torch.tensor([[[[1.0, 2.0], [4.0, 3.0]]]])
    yield (
        torch.tensor([[[[1000.0, -0.001]]]]),
        torch.tensor([[[[1.0, 2.0, 0.0, 1.0], [4.0, 3.0, 3.0, 2.0]]]]),
    )


def backward(dy, x):
    x = x.requires_grad_()
    return torch.autograd.grad(F.max_pool2d(x, 2), x, dy)[0]


CHECKS = [
    Check(name="max_pool", inputs=images, expected=lambda x: F.max_pool2d(x, 2)),
    Check(name="max_pool_backward", inputs=signals, expected=backward),
]
