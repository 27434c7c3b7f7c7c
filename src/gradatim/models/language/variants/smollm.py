"""SmolLM3: a LLaMA in which every fourth block knows nothing of positions.

Source: Bakouch et al. 2025, "SmolLM3: smol, multilingual, long-context reasoner"; Yang et al. 2025,
"RoPE to NoPE and back again", for blocks without rotations.

Shapes: T tokens, D head width.
"""

from dataclasses import dataclass, field
from typing import Annotated

from torch import Tensor

from gradatim.help import Help
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.validation import set_pattern


@dataclass(frozen=True, kw_only=True)
class SmolLM3Config(LlamaConfig):
    """Sizes of a SmolLM3: those of a LLaMA, and which blocks rotate queries and keys."""

    rotated: Annotated[
        tuple[bool, ...],
        Help("for each block, whether it rotates queries and keys (default: not every fourth)"),
    ] = field(default=(), metadata={"option": False})

    def __post_init__(self) -> None:
        super().__post_init__()
        set_pattern(self, "rotated", [(i + 1) % 4 != 0 for i in range(self.n_layers)])


class SmolLM3(Llama):
    """Tokens (B, T) -> scores of the next token at every place (B, T, V)."""

    config: SmolLM3Config

    def rotary_tables(self, positions: Tensor) -> list[tuple[Tensor, Tensor] | None]:
        """Cosines and sines for the blocks that rotate, None for the others."""
        # Without rotations a block finds a far token as easily as a near one.
        tables = super().rotary_tables(positions)
        return [
            table if on else None for table, on in zip(tables, self.config.rotated, strict=True)
        ]
