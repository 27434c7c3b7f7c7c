"""LLaMA: what changed in GPT between 2019 and 2023, and Mistral's sliding window.

RMSNorm for LayerNorm, positions as rotations of queries and keys instead of a learned table, a
gated feed-forward network (SwiGLU), fewer key heads than query heads, no biases.
Sources: Touvron et al. 2023, "LLaMA" and "Llama 2"; Jiang et al. 2023, "Mistral 7B".

Shapes: B batch, T tokens, C width, F hidden width, D head width, V vocabulary.
"""

from dataclasses import dataclass, field
from typing import Annotated, Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.attention import SelfAttention
from gradatim.models.key_value_cache import KeyValueCache, make_caches
from gradatim.models.layers import initialize
from gradatim.models.rotary_positions import RotaryScaling, rotary_table
from gradatim.spelling import given, spelled
from gradatim.validation import require_divisor, require_positive, require_sizes


@dataclass(frozen=True, kw_only=True)
class LlamaConfig:
    """Sizes of a LLaMA or Mistral."""

    vocabulary_size: Annotated[int, Help("tokens of the vocabulary")] = 32_000
    context: Annotated[int, Help("most tokens read at once, at least 1")] = 4096
    width: Annotated[int, Help("channels per token, at least 1")] = 4096
    hidden: Annotated[int, Help("width of the gated feed-forward networks, at least 1")] = 11_008
    n_layers: Annotated[int, Help("Transformer blocks, at least 1")] = 32
    n_heads: Annotated[int, Help("query heads per block; a divisor of the width")] = 32
    n_key_heads: Annotated[
        int, Help("key and value heads per block; a divisor of the query heads")
    ] = 32
    head_width: Annotated[
        int | None, Help("channels per head, an even number (default: width / query heads)")
    ] = None
    window: Annotated[
        int | None, Help("tokens that a block sees back, sliding window (default: all)")
    ] = None
    rotary_base: Annotated[float, Help("base of the rotary frequencies, above 0")] = 10_000.0
    norm_epsilon: Annotated[float, Help("number added to the mean square in the norms")] = 1e-5
    tie_embeddings: Annotated[bool, Help("output matrix shared with the embedding")] = False
    rotary_scaling: Annotated[
        RotaryScaling | None, Help("how rotations are slowed for longer texts (default: not)")
    ] = field(default=None, metadata={"option": False})

    def __post_init__(self) -> None:
        require_sizes(self, "vocabulary_size", "context", "width", "hidden", "n_layers", "n_heads")
        require_sizes(self, "n_key_heads", "head_width", "window")
        require_positive(self, "rotary_base", "norm_epsilon")
        if not isinstance(self.rotary_scaling, RotaryScaling | None):
            raise UserError(
                f"{given('rotary_scaling', self.rotary_scaling)}: give a RotaryScaling, or None."
            )
        # The heads before the key heads, which follow from them.
        if self.head_width is None:
            require_divisor(self, "n_heads", "width")
        require_divisor(self, "n_key_heads", "n_heads")
        if self.width_per_head % 2:
            raise UserError(
                f"a head has {self.width_per_head} channels, which cannot be rotated in pairs: "
                f"give {spelled('width')} and {spelled('n_heads')} that make it even."
            )
        pairs = self.rotary_scaling.pairs if self.rotary_scaling else ()
        if pairs and len(pairs) != self.width_per_head // 2:
            raise UserError(
                f"`rotary_scaling` has factors for {len(pairs)} pairs of channels, and a head has "
                f"{self.width_per_head // 2}: give one for each."
            )

    @classmethod
    def llama_7b(cls) -> "LlamaConfig":
        """6,738,415,616 parameters, context 2,048."""
        return cls(context=2048, norm_epsilon=1e-6)

    @classmethod
    def llama2_7b(cls) -> "LlamaConfig":
        """6,738,415,616 parameters."""
        return cls()

    @classmethod
    def llama2_13b(cls) -> "LlamaConfig":
        """13,015,864,320 parameters."""
        return cls(width=5120, hidden=13_824, n_layers=40, n_heads=40, n_key_heads=40)

    @classmethod
    def llama2_70b(cls) -> "LlamaConfig":
        """68,976,648,192 parameters; the first with grouped queries."""
        return cls(width=8192, hidden=28_672, n_layers=80, n_heads=64, n_key_heads=8)

    @classmethod
    def mistral_7b(cls) -> "LlamaConfig":
        """7,241,732,096 parameters; every layer sees 4,096 tokens back."""
        return cls(context=32_768, hidden=14_336, n_key_heads=8, window=4096)

    @property
    def width_per_head(self) -> int:
        """D, channels of a head."""
        return self.head_width or self.width // self.n_heads


def attention_sizes(config: LlamaConfig) -> dict[str, Any]:
    """The options of `SelfAttention` that a config decides."""
    return {
        "n_heads": config.n_heads,
        "n_key_heads": config.n_key_heads,
        "head_width": config.width_per_head,
        # No layer of LLaMA has one.
        "bias": False,
        "causal": True,
        "window": config.window,
    }


class RMSNorm(nn.Module):
    """x / sqrt(mean(x^2) + epsilon), times a learned gain (Zhang and Sennrich 2019, equation 4)."""

    def __init__(self, width: int, epsilon: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        # LayerNorm's mean and bias are left out: only the scale turned out to matter, and it is
        # cheaper.
        return F.rms_norm(x, self.weight.shape, self.weight, self.epsilon)


class SwiGLU(nn.Module):
    """project(silu(gate(x)) * up(x)), gate and up being one matrix (Shazeer 2020, equation 6)."""

    def __init__(self, width: int, hidden: int):
        super().__init__()
        # Both halves read the same x: one product of twice the size is faster than two.
        self.gate_up = nn.Linear(width, 2 * hidden, bias=False)
        self.project = nn.Linear(hidden, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        # The gate decides per channel how much of `up` passes. Three matrices of F = 8/3 C cost as
        # much as two of 4 C.
        gate, up = self.gate_up(x).chunk(2, dim=-1)  # (B, T, F) each
        return self.project(F.silu(gate) * up)


class Block(nn.Module):
    """x + attention(norm(x)), then x + feed_forward(norm(x)).

    Args:
        config: the sizes.
        attention: of the places to each other.
        feed_forward: the network applied to every position.
    """

    def __init__(self, config: LlamaConfig, attention: SelfAttention, feed_forward: nn.Module):
        super().__init__()
        self.attention_norm = RMSNorm(config.width, config.norm_epsilon)
        self.attention = attention
        self.feed_forward_norm = RMSNorm(config.width, config.norm_epsilon)
        self.feed_forward = feed_forward

    def forward(
        self, x: Tensor, rotary: tuple[Tensor, Tensor] | None, cache: KeyValueCache | None = None
    ) -> Tensor:
        # The norm is on the branch, as in GPT-2 and unlike 2017 (Touvron et al. 2023, section 2.2).
        x = x + self.attention(self.attention_norm(x), rotary=rotary, cache=cache)
        return x + self.feed_forward(self.feed_forward_norm(x))


class Llama(nn.Module):
    """Tokens (B, T) -> scores of the next token at every place (B, T, V)."""

    def __init__(self, config: LlamaConfig):
        super().__init__()
        self.config = config
        self.token_embedding = nn.Embedding(config.vocabulary_size, config.width)
        self.blocks = nn.ModuleList(self.block(index) for index in range(config.n_layers))
        # The stream itself is never normed on the way, so it is once before the scores.
        self.norm = RMSNorm(config.width, config.norm_epsilon)
        # Small models save the second V x C matrix; from 7 billion weights on it is a percent or
        # two, and kept apart.
        self.output = None  # the embedding serves
        if not config.tie_embeddings:
            self.output = nn.Linear(config.width, config.vocabulary_size, bias=False)
        initialize(self)

    def block(self, index: int) -> nn.Module:
        """Block number `index`, from 0."""
        return Block(self.config, self.attention(index), self.feed_forward())

    def attention(self, index: int, **options: Any) -> SelfAttention:
        """The attention of block number `index`; options as of `SelfAttention`."""
        return SelfAttention(self.config.width, **attention_sizes(self.config) | options)

    def feed_forward(self) -> nn.Module:
        """The feed-forward network of one block."""
        return SwiGLU(self.config.width, self.config.hidden)

    def forward(self, tokens: Tensor, cache: list[KeyValueCache] | None = None) -> Tensor:
        """(B, T) -> (B, T, V).

        Args:
            tokens: int64.
            cache: from `new_cache`; the tokens continue what it holds and are added to it.
        """
        return self.head(self.hidden(tokens, cache))

    def hidden(self, tokens: Tensor, cache: list[KeyValueCache] | None = None) -> Tensor:
        """(B, T) -> what the last layer knows at every place (B, T, C)."""
        # Positions count from the start of the text, and not of the tokens that are read now.
        past = cache[0].length if cache else 0
        positions = torch.arange(past, past + tokens.shape[1], device=tokens.device)
        rotary = self.rotary_tables(positions)
        x = self.embed(tokens)
        # No limit is checked here: rotations go on beyond the trained context, only with less
        # quality.
        for index, block in enumerate(self.blocks):
            x = block(x, rotary[index], cache[index] if cache else None)  # (B, T, C)
        return self.norm(x)

    def embed(self, tokens: Tensor) -> Tensor:
        """Tokens (B, T) -> their vectors (B, T, C)."""
        return self.token_embedding(tokens)

    def rotary_tables(self, positions: Tensor) -> list[tuple[Tensor, Tensor] | None]:
        """Cosines and sines of the positions for every block; None where it rotates nothing."""
        # The same table for all layers: position enters the scores of each, not the sum once as in
        # GPT.
        config = self.config
        table = rotary_table(
            positions, config.width_per_head, config.rotary_base, config.rotary_scaling
        )
        return [table] * config.n_layers

    def head(self, x: Tensor) -> Tensor:
        """(B, T, C) -> (B, T, V)."""
        weight = self.token_embedding.weight if self.output is None else self.output.weight
        return F.linear(x, weight)

    def new_cache(self, batch: int, capacity: int | None = None) -> list[KeyValueCache]:
        """Empty caches, one per block, for `batch` texts of up to `capacity` tokens."""
        config = self.config
        return make_caches(
            config.n_layers,
            batch,
            config.n_key_heads,
            capacity or config.context,
            config.width_per_head,
            like=self.token_embedding.weight,
        )
