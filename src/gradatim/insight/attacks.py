"""Adversarial attacks: a change that nobody sees and that changes the prediction.

FGSM takes one step uphill in the loss, PGD many small ones with a projection back to the allowed
ball. Pixels are in [0, 1] here; wrap a model with `NormalizedModel` so that it takes such pixels.

Shapes: B batch, C channels, H and W height and width, K classes.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.insight.attribution import evaluating


class NormalizedModel(nn.Module):
    """A model that takes pixels in [0, 1] and normalizes them as in its training.

    Args:
        model: normalized images (B, C, H, W) to logits (B, K).
        mean, std: of the training pixels, (C,), in [0, 1].
    """

    mean: Tensor  # (C, 1, 1)
    std: Tensor

    def __init__(self, model: nn.Module, mean: Tensor, std: Tensor) -> None:
        super().__init__()
        self.model = model
        # Inside the model, so that epsilon is in pixels: after normalizing, one step would mean
        # another brightness in every channel.
        self.register_buffer("mean", mean.float()[:, None, None])
        self.register_buffer("std", std.float()[:, None, None])

    def forward(self, pixels: Tensor) -> Tensor:
        """(B, C, H, W) in [0, 1] to logits (B, K)."""
        return self.model((pixels - self.mean) / self.std)


def fgsm(model: nn.Module, pixels: Tensor, labels: Tensor, epsilon: float) -> Tensor:
    """One step of size epsilon against each pixel's gradient sign (equation in section 4).

    Args:
        model: pixels (B, C, H, W) in [0, 1] to logits (B, K).
        pixels: (B, C, H, W), in [0, 1].
        labels: right classes, (B,).
        epsilon: largest change of a pixel, in [0, 1].

    I. Goodfellow, J. Shlens, C. Szegedy, "Explaining and Harnessing Adversarial Examples", ICLR
    2015, arXiv:1412.6572.
    """
    with evaluating(model):
        # For a linear score w x no other change within epsilon does more: it adds epsilon |w|_1,
        # which grows with the number of pixels while none of them changes visibly (section 3).
        return (pixels + epsilon * _uphill(model, pixels, labels)).clamp(0, 1)


def pgd(
    model: nn.Module,
    pixels: Tensor,
    labels: Tensor,
    epsilon: float,
    *,
    n_steps: int = 10,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Many small steps from a random start, never farther than epsilon from the image.

    Args:
        model: pixels (B, C, H, W) in [0, 1] to logits (B, K).
        pixels: (B, C, H, W), in [0, 1].
        labels: right classes, (B,).
        epsilon: largest change of a pixel, in [0, 1].
        n_steps: each of size 2.5 epsilon / n_steps, so that every corner can be reached.
        generator: of the random start; the image itself without one.

    A. Madry et al., "Towards Deep Learning Models Resistant to Adversarial Attacks", ICLR 2018,
    arXiv:1706.06083.
    """
    # Both bounds in one: within epsilon of the image, and still an image.
    low, high = (pixels - epsilon).clamp_min(0), (pixels + epsilon).clamp_max(1)
    attacked = pixels
    if generator is not None:
        # From the image itself the first gradient may point nowhere, as of a saturated softmax.
        noise = torch.rand(pixels.shape, generator=generator).to(pixels)
        attacked = torch.clamp(pixels + epsilon * (2 * noise - 1), low, high)
    with evaluating(model):
        for _ in range(n_steps):
            step = 2.5 * epsilon / n_steps * _uphill(model, attacked, labels)
            # Back into the ball after every step: that is the projection of projected gradients.
            attacked = torch.clamp(attacked + step, low, high)
    return attacked


def _uphill(model: nn.Module, pixels: Tensor, labels: Tensor) -> Tensor:
    """Sign of the loss's gradient in every pixel."""
    with torch.enable_grad():
        x = pixels.detach().clone().requires_grad_()
        # Summed, not averaged: each image then has the gradient that it would have alone.
        return torch.autograd.grad(F.cross_entropy(model(x), labels, reduction="sum"), x)[0].sign()
