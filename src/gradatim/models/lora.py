"""LoRA: a trained network learns something new by a small change of low rank to each matrix.

W stays as it was; W + s B A takes its place, with B of r columns and A of r rows. Only A and B
learn, a percent or two of the weights. Nothing stays slower afterwards: the product is added to W.
Source: Hu et al. 2021, "LoRA: low-rank adaptation of large language models", section 4.1.

Shapes: N outputs of a layer, C inputs, R rank.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from gradatim.errors import UserError

STRENGTH = 2.0  # s, the paper's alpha / r
CHANGED = ".parametrizations.weight."  # in the names of a matrix that has a change


class LowRankChange(nn.Module):
    """A matrix (N, C) -> the same plus s B A."""

    def __init__(self, n_outputs: int, n_inputs: int, rank: int):
        super().__init__()
        self.down = nn.Parameter(torch.empty(rank, n_inputs))  # A
        # B begins at 0, so that the network is at first what it was.
        self.up = nn.Parameter(torch.zeros(n_outputs, rank))
        # A must not be 0 too, or neither matrix would ever get a gradient.
        nn.init.kaiming_uniform_(self.down, a=math.sqrt(5))

    def forward(self, weight: Tensor) -> Tensor:
        return weight + STRENGTH * self.up @ self.down


def add_lora(model: nn.Module, rank: int) -> nn.Module:
    """Freeze a network, and give each of its linear layers a change that learns.

    Args:
        model: changed in place, and returned.
        rank: R, from 1 to the smaller side of every matrix.

    Raises:
        UserError: a rank out of range, or a network without linear layers.
    """
    layers = [layer for layer in model.modules() if isinstance(layer, nn.Linear)]
    if not layers:
        raise UserError(f"a {type(model).__name__} has no linear layers, which LoRA would change.")
    largest = min(min(layer.weight.shape) for layer in layers)
    if not 1 <= rank <= largest:
        raise UserError(f"the rank of LoRA is {rank}: give 1 to {largest}.")
    # Frozen weights need no gradients and no optimizer state: that is where the memory is saved.
    model.requires_grad_(False)
    for layer in layers:
        change = LowRankChange(layer.out_features, layer.in_features, rank)
        # The layer's code stays as it is: whoever reads its weight gets W + s B A.
        parametrize.register_parametrization(layer, "weight", change.to(layer.weight.device))
    return model


def merge_lora(model: nn.Module) -> nn.Module:
    """Add every change to its matrix: the same outputs, and the plain network again, in place."""
    for layer in model.modules():
        if isinstance(layer, nn.Linear) and parametrize.is_parametrized(layer, "weight"):
            parametrize.remove_parametrizations(layer, "weight", leave_parametrized=True)
    return model.requires_grad_(True)


def merged_state(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Give the weights of a network that `merge_lora` would leave, by name; those of any other."""
    plain = {}
    for name, tensor in state.items():
        layer, found, part = name.partition(CHANGED)
        up, down = (state.get(f"{layer}{CHANGED}0.{matrix}") for matrix in ("up", "down"))
        if not found or up is None or down is None:
            plain[name] = tensor
        elif part == "original":
            plain[f"{layer}.weight"] = tensor + STRENGTH * up @ down
    return plain


def merged_shapes(shapes: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The shapes that the tensors of `merged_state` will have, from those of its argument."""
    parts = ((*name.partition(CHANGED), shape) for name, shape in shapes.items())
    return {
        f"{layer}.weight" if found else layer: shape
        for layer, found, part, shape in parts
        if part in ("", "original")
    }


def trained_fraction(model: nn.Module) -> float:
    """The fraction of a network's weights that learn."""
    sizes = [(p.numel(), p.requires_grad) for p in model.parameters()]
    return sum(n for n, learns in sizes if learns) / sum(n for n, _ in sizes)
