"""GPT-NeoX and the Pythia models: attention and feed-forward network side by side.

Source: Black et al. 2022, "GPT-NeoX-20B", section 2.1; Biderman et al. 2023, "Pythia".

Shapes: B batch, T tokens, C width, D head width.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from torch import Tensor, nn

from gradatim.help import Help
from gradatim.models.attention import SelfAttention
from gradatim.models.key_value_cache import KeyValueCache
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.layers import FeedForward
from gradatim.models.rotary_positions import rotary_table
from gradatim.validation import require_unit_interval


@dataclass(frozen=True, kw_only=True)
class NeoXConfig(LlamaConfig):
    """Sizes of a GPT-NeoX: those of a LLaMA, and how much of a head is rotated."""

    rotary_fraction: Annotated[
        float, Help("fraction of the channels of a head that are rotated, 0 to 1")
    ] = 0.25
    parallel: Annotated[bool, Help("both parts of a block reading the same input")] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        require_unit_interval(self, "rotary_fraction")


class NeoXBlock(nn.Module):
    """x + attention(norm(x)) + feed_forward(norm(x))."""

    def __init__(self, config: NeoXConfig, attention: SelfAttention):
        super().__init__()
        self.parallel = config.parallel
        self.attention_norm = nn.LayerNorm(config.width, eps=config.norm_epsilon)
        self.attention = attention
        self.feed_forward_norm = nn.LayerNorm(config.width, eps=config.norm_epsilon)
        self.feed_forward = FeedForward(config.width, config.hidden, "gelu")

    def forward(
        self, x: Tensor, rotary: tuple[Tensor, Tensor] | None, cache: KeyValueCache | None = None
    ) -> Tensor:
        after = x + self.attention(self.attention_norm(x), rotary=rotary, cache=cache)
        # Reading x instead of what attention made of it lets both parts be computed at once.
        read = x if self.parallel else after
        return after + self.feed_forward(self.feed_forward_norm(read))


class NeoX(Llama):
    """Tokens (B, T) -> scores of the next token at every place (B, T, V)."""

    config: NeoXConfig

    def __init__(self, config: NeoXConfig):
        super().__init__(config)
        # LayerNorm, as in GPT-2, where LLaMA has RMSNorm.
        self.norm = nn.LayerNorm(config.width, eps=config.norm_epsilon)  # type: ignore[assignment]

    def block(self, index: int) -> nn.Module:
        """Block number `index`, from 0."""
        return NeoXBlock(self.config, self.attention(index))

    def attention(self, index: int, **options: Any) -> SelfAttention:
        """The attention of a block."""
        return super().attention(index, **{"bias": True} | options)

    def rotary_tables(self, positions: Tensor) -> list[tuple[Tensor, Tensor] | None]:
        """Cosines and sines (T, rotated channels / 2) for every block."""
        config = self.config
        # The other channels carry no position: a quarter of them is enough (section 2.1.1).
        rotated = int(config.width_per_head * config.rotary_fraction)
        table = rotary_table(positions, rotated, config.rotary_base, config.rotary_scaling)
        return [table] * config.n_layers
