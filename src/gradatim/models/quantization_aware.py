"""Training that expects what shrinking will do: rounding to few bits, or ever more zeros.

The loss is measured with the small network, and the weights behind it learn: where a weight lies
between two levels, the others adapt to the one that it will be rounded to. Rounding has no slope,
so its gradient is taken to be 1 ("straight through": Bengio et al. 2013; Jacob et al. 2018,
"Quantization and training of neural networks", section 3).

Shapes: N rows, C columns of a matrix.
"""

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from gradatim.models.quantization import (
    from_levels,
    group_scales,
    is_matrix,
    smallest,
    to_levels,
    width_of,
)

HOLDERS = (nn.Linear, nn.Embedding, nn.Conv1d, nn.Conv2d, nn.ConvTranspose2d)


class Rounded(nn.Module):
    """A matrix -> what it will be after packing; its gradient is that of the matrix itself."""

    def __init__(self, bits: int, group: int | None):
        super().__init__()
        self.bits, self.group = bits, group

    def forward(self, weight: Tensor) -> Tensor:
        flat = weight.detach().flatten(1)  # (N, C)
        scales = group_scales(flat, self.bits, width_of(flat, self.group))
        rounded = from_levels(to_levels(flat, scales, self.bits), scales).view_as(weight)
        return weight + (rounded - weight.detach())  # the value of `rounded`, the slope of `weight`


class Sparse(nn.Module):
    """A matrix -> the same, with zero where a weight was pruned; at first none is."""

    kept: Tensor

    def __init__(self, weight: Tensor):
        super().__init__()
        self.register_buffer("kept", torch.ones_like(weight, dtype=torch.bool), persistent=False)

    def forward(self, weight: Tensor) -> Tensor:
        return weight * self.kept

    def prune(self, weight: Tensor, fraction: float) -> None:
        """Keep all but this fraction; what was pruned before counts as zero and stays so."""
        self.kept = ~smallest(weight * self.kept, fraction)


def expect_rounding(model: nn.Module, bits: int, group: int | None) -> None:
    """Let a network compute with the weights that packing will leave, in place."""
    for layer in _layers(model):
        parametrize.register_parametrization(layer, "weight", Rounded(bits, group))


def expect_zeros(model: nn.Module) -> None:
    """Let weights be pruned while a network learns, in place."""
    for layer in _layers(model):
        parametrize.register_parametrization(layer, "weight", Sparse(layer.weight))  # type: ignore[arg-type]


@torch.no_grad()
def prune_to(model: nn.Module, fraction: float) -> None:
    """Set the smallest weights of every matrix to zero, after `expect_zeros`.

    Args:
        model: that learns.
        fraction: of the weights of each matrix, from 0 to below 1; not less than before.
    """
    for layer in _layers(model):
        weights = layer.parametrizations.weight  # type: ignore[union-attr]
        weights[0].prune(weights.original, fraction)  # type: ignore[index, union-attr]


def gradual_fraction(fraction: float, progress: float) -> float:
    """The fraction of weights that are zero by now: quickly many at first, then ever fewer.

    At first there are weights that nobody misses, at last each that goes must be made up for
    (Zhu and Gupta 2017, "To prune, or not to prune", equation 1).

    Args:
        fraction: at the end.
        progress: how much of the pruning is over, 0 to 1; beyond nothing changes.
    """
    return fraction * (1 - (1 - min(progress, 1.0)) ** 3)


def settle(model: nn.Module, *, as_computed: bool) -> None:
    """Make a network plain again, in place.

    Args:
        model: after `expect_rounding` or `expect_zeros`, and training.
        as_computed: keep the weights that it computed with, and not those behind them.
    """
    for layer in _layers(model):
        if parametrize.is_parametrized(layer, "weight"):
            parametrize.remove_parametrizations(layer, "weight", leave_parametrized=as_computed)


def _layers(model: nn.Module) -> list[nn.Module]:
    return [
        layer for layer in model.modules() if isinstance(layer, HOLDERS) and is_matrix(layer.weight)
    ]
