"""What published checkpoints call their tensors.

Rules say which tensors of a checkpoint make up each tensor of ours; they are read in both
directions. Projections that we keep as one matrix (query, key and value; gate and up; all experts)
are several tensors there, one below the other.
"""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Rule:
    """One tensor of ours and the tensors of a checkpoint that it is made of.

    Args:
        ours: name in our model.
        theirs: names in the checkpoint; several lie below each other.
        sizes: rows of each of them; None for equal parts.
        transposed: whether theirs is (in, out) where ours is (out, in).
        extra_axis: whether theirs has one more axis, of length 1, in front.
        heads: where theirs holds query, key and value of one head after the other, how many heads.
    """

    ours: str
    theirs: tuple[str, ...]
    sizes: tuple[int, ...] | None = None
    transposed: bool = False
    extra_axis: bool = False
    heads: int | None = None

    def split(self, tensor: Tensor) -> list[Tensor]:
        """Our tensor -> theirs."""
        if self.transposed:
            return [tensor.T]
        if self.extra_axis:
            return [tensor[None]]
        if self.heads is not None:
            return [tensor.unflatten(0, (3, self.heads, -1)).transpose(0, 1).flatten(0, 2)]
        if len(self.theirs) == 1:
            return [tensor]
        rows = tensor.flatten(0, 1) if tensor.dim() == 3 else tensor  # experts: (E, F, C)
        return list(
            rows.split(list(self.sizes or [len(rows) // len(self.theirs)] * len(self.theirs)))
        )

    def join(self, parts: list[Tensor]) -> Tensor:
        """Their tensors -> ours, up to its shape."""
        if self.transposed:
            return parts[0].T
        if self.heads is not None:
            return parts[0].unflatten(0, (self.heads, 3, -1)).transpose(0, 1).flatten(0, 2)
        return parts[0] if len(parts) == 1 else torch.cat(parts)


def same(ours: str, theirs: str) -> list[Rule]:
    """Weight and bias of a layer that is alike on both sides."""
    return [Rule(f"{ours}.{part}", (f"{theirs}.{part}",)) for part in ("weight", "bias")]


def joined(ours: str, prefix: str, names: str) -> list[Rule]:
    """Weight and bias of one layer of ours that is several of theirs."""
    return [
        Rule(f"{ours}.{part}", tuple(f"{prefix}{name}.{part}" for name in names.split()))
        for part in ("weight", "bias")
    ]


def renamed(here: str, there: str, names: dict[str, str]) -> list[Rule]:
    """The rules of all layers in a table of names, ours -> theirs."""
    return [rule for o, t in names.items() for rule in same(f"{here}.{o}", f"{there}.{t}")]
