"""Pruning: the smallest weights of every matrix become zero, at once or while the others learn.

A weight near zero changes its output little, so it can go (Han et al. 2015, "Learning both weights
and connections for efficient neural networks"). Where weights go little by little and the network
trains on, the others make up for what went (Zhu and Gupta 2017).
"""

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from gradatim.models.quantization import is_matrix
from gradatim.models.quantization_aware import matrix_layers


def prune(state: dict[str, Tensor], fraction: float) -> dict[str, Tensor]:
    """Set the smallest weights of every matrix to zero (Han et al. 2015).

    Args:
        state: tensors by name; vectors stay as they are.
        fraction: of the weights of each matrix, from 0 to below 1.
    """
    return {
        name: tensor.masked_fill(smallest(tensor, fraction), 0.0) if is_matrix(tensor) else tensor
        for name, tensor in state.items()
    }


def smallest(weight: Tensor, fraction: float) -> Tensor:
    """Which weights of a matrix are the smallest, boolean of its shape: this fraction of them."""
    n = int(fraction * weight.numel())
    # Per matrix: a common border would empty layers whose weights are small throughout.
    return weight.abs() <= (weight.abs().flatten().kthvalue(n).values if n else -1.0)


class Sparse(nn.Module):
    """A matrix -> the same, with zero where a weight was pruned; at first none is."""

    kept: Tensor

    def __init__(self, weight: Tensor):
        super().__init__()
        # A mask and not the weights themselves: the optimizer's momentum would move zeros again.
        self.register_buffer("kept", torch.ones_like(weight, dtype=torch.bool), persistent=False)

    def forward(self, weight: Tensor) -> Tensor:
        return weight * self.kept

    def prune(self, weight: Tensor, fraction: float) -> None:
        """Keep all but this fraction; what was pruned before counts as zero and stays so."""
        self.kept = ~smallest(weight * self.kept, fraction)


def expect_zeros(model: nn.Module) -> None:
    """Let weights be pruned while a network learns, in place."""
    for layer in matrix_layers(model):
        parametrize.register_parametrization(layer, "weight", Sparse(layer.weight))  # type: ignore[arg-type]


@torch.no_grad()
def prune_to(model: nn.Module, fraction: float) -> None:
    """Set the smallest weights of every matrix to zero, after `expect_zeros`.

    Args:
        model: that learns.
        fraction: of the weights of each matrix, from 0 to below 1; not less than before.
    """
    for layer in matrix_layers(model):
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
