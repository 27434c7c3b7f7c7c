"""Activation maximisation: the picture that a neuron, a feature map or a class likes best.

Gradient ascent on the pixels. Without restraint it ends in noise that only the network can read, so
the picture is moved a little at every step, and kept smooth and weak.

Shapes: B batch, C channels, H and W height and width.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.insight.attribution import evaluating


def total_variation(images: Tensor) -> Tensor:
    """Mean distance of neighbouring pixels; (B, C, H, W) to 0-dim."""
    down = (images[:, :, 1:] - images[:, :, :-1]).abs().mean()
    right = (images[:, :, :, 1:] - images[:, :, :, :-1]).abs().mean()
    return down + right


def maximise(
    model: nn.Module,
    wish: Callable[[Tensor], Tensor],
    shape: tuple[int, int, int, int],
    *,
    n_steps: int = 200,
    learning_rate: float = 0.05,
    smoothness: float = 0.5,
    jitter: int = 2,
    seed: int = 0,
) -> Tensor:
    """Change pictures until the model's answer is as one wishes.

    Args:
        model: images (B, C, H, W) to anything.
        wish: from the model's answer to what should grow, one number a picture, (B,).
        shape: of the pictures, (B, C, H, W).
        n_steps: steps of Adam.
        learning_rate: of Adam, in units of the normalised pixels.
        smoothness: weight of the neighbours' distance that is kept small.
        jitter: at each step the picture is moved by up to so many pixels.
        seed: of the first picture and the moves.

    Returns:
        Normalised pictures, (B, C, H, W).

    Raises:
        UserError: the wish became NaN or infinite.

    K. Simonyan et al., arXiv:1312.6034, section 2; the jitter is from A. Mordvintsev et al.,
    "Inceptionism", 2015.
    """  # fmt: skip
    generator = torch.Generator().manual_seed(seed)
    first = next(model.parameters())
    images = (0.1 * torch.randn(shape, generator=generator)).to(first).requires_grad_()
    optimizer = torch.optim.Adam([images], lr=learning_rate)
    with evaluating(model), torch.enable_grad():
        for _ in range(n_steps):
            down, right = torch.randint(-jitter, jitter + 1, (2,), generator=generator).tolist()
            moved = images.roll((down, right), (2, 3))
            loss = -wish(model(moved)).mean() + smoothness * total_variation(images)
            if not torch.isfinite(loss):
                raise UserError("the pictures ran away to infinity: lower the learning rate.")
            optimizer.zero_grad()
            loss.backward(inputs=[images])
            optimizer.step()
    return images.detach()


def favourite_of_classes(
    model: nn.Module, n_classes: int, shape: tuple[int, int, int], **options: float
) -> Tensor:
    """The picture of each class that the network likes best, (K, C, H, W)."""
    targets = torch.arange(n_classes)

    def wish(logits: Tensor) -> Tensor:
        return logits.log_softmax(1).gather(1, targets.to(logits.device)[:, None])[:, 0]

    return maximise(model, wish, (n_classes, *shape), **options)  # type: ignore[arg-type]
