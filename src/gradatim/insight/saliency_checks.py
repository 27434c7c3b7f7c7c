"""Two tests of a heat map: randomize the weights, delete the marked pixels.

A map that stays the same when the weights are randomized shows the image, not the
network (Adebayo et al. 2018). A map is about the network's reasons if the score falls faster when
the pixels it marks are deleted than when random ones are (Petsiuk et al. 2018, "RISE").

Shapes: B batch, C channels, H and W height and width, K classes, S steps of deletion.
"""

import copy
import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from scipy.stats import ConstantInputWarning, spearmanr
from torch import Tensor, nn

from gradatim.insight.attribution import evaluating, heat_map

Attribution = Callable[[nn.Module, Tensor, Tensor], Tensor]


class RandomizationStep(NamedTuple):
    """How alike a map still is after a layer and all above it lost their weights."""

    layer: str
    similarity: float  # rank correlation of the maps, -1 to 1


def shuffle_weights(layer: nn.Module, generator: torch.Generator) -> None:
    """Shuffle the numbers inside each of a layer's own weights: same values, nothing learned."""
    with torch.no_grad():
        for weight in layer.parameters(recurse=False):
            # Shuffled and not drawn anew: the layer keeps the size of its numbers, so nothing
            # saturates.
            order = torch.randperm(weight.numel(), generator=generator).to(weight.device)
            weight.copy_(weight.flatten()[order].view_as(weight))


def layers_with_weights(model: nn.Module) -> list[tuple[str, nn.Module]]:
    """The layers with matrices or filters; norms have vectors, and to shuffle those says little."""
    return [
        (name, module)
        for name, module in model.named_modules()
        if any(p.ndim >= 2 for p in module.parameters(recurse=False))
    ]


def cascading_randomization(
    model: nn.Module, attribution: Attribution, images: Tensor, targets: Tensor, *, seed: int = 0
) -> list[RandomizationStep]:
    """Shuffle the weights layer by layer from the output down, and compare the maps each time.

    Args:
        model: images (B, C, H, W) to logits (B, K); it is copied, not changed.
        attribution: one of `gradatim.insight.attribution.METHODS`.
        images: normalized, (B, C, H, W).
        targets: class numbers, (B,).
        seed: of the shuffles.

    Returns:
        One entry per layer, the last layer first. The first has layer "" and similarity 1.

    J. Adebayo et al., "Sanity Checks for Saliency Maps", NeurIPS 2018, arXiv:1810.03292, section 3.
    """
    # From here on layers lose their weights for good: the caller's network must not.
    model = copy.deepcopy(model)
    generator = torch.Generator().manual_seed(seed)
    before = heat_map(attribution(model, images, targets))  # (B, H, W)
    layers = layers_with_weights(model)
    steps = [RandomizationStep("", 1.0)]
    # From the output down: if a map survives even the loss of what decides the class, it shows the
    # image alone.
    for name, module in reversed(layers):
        shuffle_weights(module, generator)
        after = heat_map(attribution(model, images, targets))
        steps.append(RandomizationStep(name, rank_correlation(before, after)))
    return steps


def rank_correlation(first: Tensor, second: Tensor) -> float:
    """Spearman's correlation of two maps, averaged over the images; (B, H, W) each.

    A map that is the same everywhere ranks no pixel, so it counts as uncorrelated, 0.
    """
    with warnings.catch_warnings(action="ignore", category=ConstantInputWarning):
        each = [
            spearmanr(a.flatten().numpy(), b.flatten().numpy()).statistic
            for a, b in zip(first.detach().cpu(), second.detach().cpu(), strict=True)
        ]
    # Ranks, since maps of two networks have no common scale; spearmanr gives NaN for a constant
    # map.
    return float(np.nan_to_num(each).mean())


class Deletion(NamedTuple):
    """The probability of the class as pixels are deleted; each (S,), averaged over the images."""

    fractions: Tensor  # of the pixels that are gone
    marked: Tensor  # most marked pixels first
    random: Tensor  # in random order

    @property
    def gain(self) -> float:
        """Area between the curves: above 0 the map beats chance, 0 it does not, below 0 worse."""
        width = self.fractions[-1] - self.fractions[0]
        return (torch.trapezoid(self.random - self.marked, self.fractions) / width).item()


@torch.no_grad()
def deletion(
    model: nn.Module,
    images: Tensor,
    targets: Tensor,
    attribution: Tensor,
    *,
    n_steps: int = 20,
    fill: float = 0.0,
    seed: int = 0,
) -> Deletion:
    """Delete pixels, the most marked first, and watch the probability of the class fall.

    Args:
        model: images (B, C, H, W) to logits (B, K).
        images: normalized, (B, C, H, W).
        targets: class numbers, (B,).
        attribution: map of each image, (B, C or 1, H, W).
        n_steps: S - 1, equal steps from nothing deleted to everything.
        fill: value of deleted pixels; 0 is the mean color.
        seed: of the random order.

    V. Petsiuk, A. Das, K. Saenko, "RISE", BMVC 2018, arXiv:1806.07421, section 4.2.
    """
    # A pixel goes with all of its channels, so their attributions count together.
    strength = attribution.abs().sum(1).flatten(1)  # (B, H * W)
    generator = torch.Generator().manual_seed(seed)
    # Any deletion lowers the score a little: what a map adds is seen beside a random order.
    chance = torch.rand(strength.shape, generator=generator).to(strength.device)
    fractions = torch.linspace(0, 1, n_steps + 1)

    def curve(order: Tensor) -> Tensor:
        # Sorted twice: the second time turns a list of pixels by rank into the rank of each pixel.
        place = order.argsort(1, descending=True).argsort(1)  # when each pixel goes, (B, H * W)
        points = []
        for fraction in fractions:
            gone = (place < round(fraction.item() * place.shape[1])).view(-1, 1, *images.shape[2:])
            probabilities = model(images.masked_fill(gone, fill)).softmax(1)  # (B, K)
            points.append(probabilities.gather(1, targets[:, None]).mean())
        return torch.stack(points).cpu()

    with evaluating(model):
        return Deletion(fractions, curve(strength), curve(chance))
