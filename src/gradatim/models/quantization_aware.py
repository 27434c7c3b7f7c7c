"""Training that expects rounding to few bits.

The loss is measured with the rounded network, and the weights behind it learn: where a weight lies
between two levels, the others adapt to the one that it will be rounded to. Rounding has no slope,
so its gradient is taken to be 1 ("straight through": Bengio et al. 2013; Jacob et al. 2018,
"Quantization and training of neural networks", section 3).

Shapes: N rows, C columns of a matrix.
"""

from torch import Tensor, nn
from torch.nn.utils import parametrize

from gradatim.models.quantization import (
    from_levels,
    group_scales,
    is_matrix,
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


def expect_rounding(model: nn.Module, bits: int, group: int | None) -> None:
    """Let a network compute with the weights that packing will leave, in place."""
    for layer in matrix_layers(model):
        # A parametrization computes the weight anew at each use, so the model's own code needs no
        # change.
        parametrize.register_parametrization(layer, "weight", Rounded(bits, group))


def settle(model: nn.Module, *, as_computed: bool) -> None:
    """Make a network plain again, in place.

    Args:
        model: after `expect_rounding` or `pruning.expect_zeros`, and training.
        as_computed: keep the weights that it computed with, and not those behind them.
    """
    for layer in matrix_layers(model):
        if parametrize.is_parametrized(layer, "weight"):
            parametrize.remove_parametrizations(layer, "weight", leave_parametrized=as_computed)


def matrix_layers(model: nn.Module) -> list[nn.Module]:
    """The layers whose weights are matrices or filters."""
    return [
        layer for layer in model.modules() if isinstance(layer, HOLDERS) and is_matrix(layer.weight)
    ]
