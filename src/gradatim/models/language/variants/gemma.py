"""Gemma 3: a LLaMA that mostly looks at its neighborhood, with norms before and after each part.

Five blocks in six see `window` tokens back and rotate by a small base, the sixth sees everything
and rotates by a large one: few keys have to be kept for a long text.
Source: Gemma team 2025, "Gemma 3 technical report", section 2.

Shapes: B batch, T tokens, C width, F hidden width, D head width.
"""

from dataclasses import dataclass, field
from typing import Annotated, Any

import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.help import Help
from gradatim.models.attention import SelfAttention
from gradatim.models.key_value_cache import KeyValueCache
from gradatim.models.language.llama import (
    Block,
    Llama,
    LlamaConfig,
    RMSNorm,
    SwiGLU,
    attention_sizes,
)
from gradatim.models.language.variants.qwen import NormedAttention
from gradatim.models.rotary_positions import rotary_table
from gradatim.validation import require_positive, require_sizes, set_pattern


@dataclass(frozen=True, kw_only=True)
class Gemma3Config(LlamaConfig):
    """Sizes of a Gemma 3: those of a LLaMA, and which blocks see the whole text."""

    whole: Annotated[
        tuple[bool, ...], Help("for each block, whether it sees everything (default: every sixth)")
    ] = field(default=(), metadata={"option": False})
    local_rotary_base: Annotated[
        float, Help("base of the rotary frequencies of the other blocks, above 0")
    ] = 10_000.0
    score_width: Annotated[
        int, Help("width whose root the scores are divided by; that of a head, usually")
    ] = 256

    def __post_init__(self) -> None:
        super().__post_init__()
        require_positive(self, "local_rotary_base")
        require_sizes(self, "score_width")
        # Five near, one far (section 2).
        set_pattern(self, "whole", [(i + 1) % 6 == 0 for i in range(self.n_layers)])


class GemmaNorm(RMSNorm):
    """RMSNorm times (1 + weight): a weight of 0 changes nothing."""

    def __init__(self, width: int, epsilon: float):
        super().__init__(width, epsilon)
        # The gain is 1 + weight, so it begins at 1 like that of any other norm.
        nn.init.zeros_(self.weight)

    def forward(self, x: Tensor) -> Tensor:
        # In float32: half precision would round 1 + weight to a few steps.
        gain = 1 + self.weight.float()
        return F.rms_norm(x.float(), self.weight.shape, gain, self.epsilon).to(x.dtype)


class GeGLU(SwiGLU):
    """project(gelu(gate(x)) * up(x)) (Shazeer 2020, equation 6)."""

    def forward(self, x: Tensor) -> Tensor:
        gate, up = self.gate_up(x).chunk(2, dim=-1)  # (B, T, F) each
        return self.project(F.gelu(gate, approximate="tanh") * up)


class SandwichBlock(Block):
    """x + norm(attention(norm(x))), then x + norm(feed_forward(norm(x)))."""

    def __init__(self, config: LlamaConfig, attention: SelfAttention, feed_forward: nn.Module):
        super().__init__(config, attention, feed_forward)
        sizes = config.width, config.norm_epsilon
        self.attention_norm, self.attention_end_norm = GemmaNorm(*sizes), GemmaNorm(*sizes)
        self.feed_forward_norm, self.feed_forward_end_norm = GemmaNorm(*sizes), GemmaNorm(*sizes)

    def forward(
        self, x: Tensor, rotary: tuple[Tensor, Tensor] | None, cache: KeyValueCache | None = None
    ) -> Tensor:
        # Normed before it is added as well: no branch can drown what the others have said.
        branch = self.attention(self.attention_norm(x), rotary=rotary, cache=cache)
        x = x + self.attention_end_norm(branch)
        return x + self.feed_forward_end_norm(self.feed_forward(self.feed_forward_norm(x)))


class Gemma3(Llama):
    """Tokens (B, T) -> scores of the next token at every place (B, T, V)."""

    config: Gemma3Config

    def __init__(self, config: Gemma3Config):
        super().__init__(config)
        self.norm = GemmaNorm(config.width, config.norm_epsilon)

    def block(self, index: int) -> nn.Module:
        """Block number `index`, from 0."""
        return SandwichBlock(self.config, self.attention(index), self.feed_forward())

    def attention(self, index: int, **options: Any) -> SelfAttention:
        """The attention of a block, of the whole text or of a window."""
        config = self.config
        own = {
            "window": None if config.whole[index] else config.window,
            "scale": config.score_width**-0.5,
        }
        sizes = attention_sizes(config) | own | options
        return NormedAttention(config.width, GemmaNorm, config.norm_epsilon, **sizes)

    def feed_forward(self) -> nn.Module:
        """The feed-forward network of one block."""
        return GeGLU(self.config.width, self.config.hidden)

    def embed(self, tokens: Tensor) -> Tensor:
        """Tokens (B, T) -> their vectors (B, T, C)."""
        # The same matrix scores words, which asks for small numbers; a sum of blocks for large
        # ones (Vaswani et al. 2017, section 3.4).
        scale = self.token_embedding.weight.new_tensor(self.config.width**0.5)
        return self.token_embedding(tokens) * scale

    def rotary_tables(self, positions: Tensor) -> list[tuple[Tensor, Tensor] | None]:
        """Cosines and sines for every block, by one of two bases."""
        config, tables = self.config, super().rotary_tables(positions)
        near = rotary_table(positions, config.width_per_head, config.local_rotary_base)
        return [far if on else near for far, on in zip(tables, config.whole, strict=True)]
