"""Activation maximization: the image to which a neuron, a feature map or a class responds most.

Gradient ascent on the pixels. Without a regularizer it ends in noise that only the network can
read, so the image is shifted a little at every step, and kept smooth.

Shapes: B batch, C channels, H and W height and width.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.insight.attribution import evaluating


def total_variation(images: Tensor) -> Tensor:
    """Mean difference of neighboring pixels; (B, C, H, W) to 0-dim."""
    down = (images[:, :, 1:] - images[:, :, :-1]).abs().mean()
    right = (images[:, :, :, 1:] - images[:, :, :, :-1]).abs().mean()
    return down + right


def maximize(
    model: nn.Module,
    objective: Callable[[Tensor], Tensor],
    shape: tuple[int, int, int, int],
    *,
    n_steps: int = 200,
    learning_rate: float = 0.05,
    smoothness: float = 0.5,
    jitter: int = 2,
    seed: int = 0,
) -> Tensor:
    """Change images so that a quantity of the model's output grows.

    Args:
        model: images (B, C, H, W) to anything.
        objective: from the model's output to what should grow, one number per image, (B,).
        shape: of the images, (B, C, H, W).
        n_steps: steps of Adam.
        learning_rate: of Adam, in units of the normalized pixels.
        smoothness: weight of the total variation, which is kept small.
        jitter: largest random shift at each step, in pixels.
        seed: of the first image and the shifts.

    Returns:
        Normalized images, (B, C, H, W).

    Raises:
        UserError: the objective became NaN or infinite.

    K. Simonyan et al., arXiv:1312.6034, section 2; the jitter is from A. Mordvintsev et al.,
    "Inceptionism", 2015.
    """
    generator = torch.Generator().manual_seed(seed)
    first = next(model.parameters())
    # A faint noise and not zero: on a flat image every pixel of a map has the same gradient.
    images = (0.1 * torch.randn(shape, generator=generator)).to(first).requires_grad_()
    optimizer = torch.optim.Adam([images], lr=learning_rate)
    with evaluating(model), torch.enable_grad():
        for _ in range(n_steps):
            down, right = torch.randint(-jitter, jitter + 1, (2,), generator=generator).tolist()
            # What grows must survive a shift; patterns that fit the grid of strides only do not.
            shifted = images.roll((down, right), (2, 3))
            loss = -objective(model(shifted)).mean() + smoothness * total_variation(images)
            if not torch.isfinite(loss):
                raise UserError(
                    f"the pixels became infinite at a learning rate of {learning_rate:g}: lower it."
                )
            optimizer.zero_grad()
            # The weights get no gradient: only the image learns here.
            loss.backward(inputs=[images])
            optimizer.step()
    return images.detach()


def maximize_classes(
    model: nn.Module, n_classes: int, shape: tuple[int, int, int], **options: float
) -> Tensor:
    """The image with the largest log-probability of each class, (K, C, H, W)."""
    targets = torch.arange(n_classes)

    def objective(logits: Tensor) -> Tensor:
        return logits.log_softmax(1).gather(1, targets.to(logits.device)[:, None])[:, 0]

    return maximize(model, objective, (n_classes, *shape), **options)  # type: ignore[arg-type]
