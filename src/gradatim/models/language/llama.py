"""LLaMA: what changed in GPT between 2019 and 2023, and Mistral's sliding window.

RMSNorm for LayerNorm, positions as rotations of queries and keys instead of a learned table, a
gated feed-forward network (SwiGLU), fewer key heads than query heads, no biases.
Sources: Touvron et al. 2023, "LLaMA" and "Llama 2"; Jiang et al. 2023, "Mistral 7B".

Shapes: B batch, T tokens, C width, F hidden width, D head width, V vocabulary.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.models.attention import KeyValueCache, SelfAttention, rotary_table
from gradatim.models.layers import check_sizes, initialise


@dataclass(frozen=True, kw_only=True)
class LlamaConfig:
    """Sizes of a LLaMA or Mistral.

    Args:
        vocabulary_size: V, number of tokens.
        context: most tokens it was made to read at once.
        width: C, channels per token.
        hidden: F, width of the gated feed-forward networks.
        n_layers: number of blocks.
        n_heads: query heads.
        n_key_heads: key and value heads; divides `n_heads`.
        head_width: D, even; None for `width / n_heads`.
        window: how many tokens back a layer sees; None for all.
        rotary_base: base of the rotation frequencies.
        epsilon: added to the mean square in the norms.
        tied: whether the output matrix is the embedding.
    """

    vocabulary_size: int = 32_000
    context: int = 4096
    width: int = 4096
    hidden: int = 11_008
    n_layers: int = 32
    n_heads: int = 32
    n_key_heads: int = 32
    head_width: int | None = None
    window: int | None = None
    rotary_base: float = 10_000.0
    epsilon: float = 1e-5
    tied: bool = False

    def __post_init__(self) -> None:
        sizes = ("vocabulary_size", "context", "width", "hidden", "n_layers", "n_heads")
        check_sizes(self, *sizes, "n_key_heads")
        if self.n_heads % self.n_key_heads:
            raise ValueError(
                f"n_key_heads must divide n_heads, and {self.n_key_heads} does not divide "
                f"{self.n_heads}."
            )
        if self.head_width is None:
            if self.width % self.n_heads:
                raise ValueError(
                    f"n_heads must divide width, and {self.n_heads} does not divide {self.width}."
                )
            object.__setattr__(self, "head_width", self.width // self.n_heads)
        if self.heads_width // self.n_heads % 2:
            raise ValueError(f"head_width must be even to be rotated, not {self.head_width}.")
        if self.window is not None:
            check_sizes(self, "window")

    @classmethod
    def llama_7b(cls) -> "LlamaConfig":
        """6,738,415,616 parameters, context 2,048."""
        return cls(context=2048, epsilon=1e-6)

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
    def heads_width(self) -> int:
        """Width of all query heads together."""
        return self.n_heads * (self.head_width or 0)


class RMSNorm(nn.Module):
    """x / sqrt(mean(x^2) + epsilon), times a learned gain (Zhang and Sennrich 2019, equation 4)."""

    def __init__(self, width: int, epsilon: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, self.weight.shape, self.weight, self.epsilon)


class SwiGLU(nn.Module):
    """project(silu(gate(x)) * up(x)), gate and up being one matrix (Shazeer 2020, equation 6)."""

    def __init__(self, width: int, hidden: int):
        super().__init__()
        self.gate_up = nn.Linear(width, 2 * hidden, bias=False)
        self.project = nn.Linear(hidden, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        gate, up = self.gate_up(x).chunk(2, dim=-1)  # (B, T, F) each
        return self.project(F.silu(gate) * up)


class Block(nn.Module):
    """x + attention(norm(x)), then x + feed_forward(norm(x)).

    Args:
        config: the sizes.
        feed_forward: the network applied to every position.
    """

    def __init__(self, config: LlamaConfig, feed_forward: nn.Module):
        super().__init__()
        self.attention_norm = RMSNorm(config.width, config.epsilon)
        self.attention = SelfAttention(
            config.width,
            n_heads=config.n_heads,
            n_key_heads=config.n_key_heads,
            head_width=config.head_width,
            bias=False,
            causal=True,
            window=config.window,
        )
        self.feed_forward_norm = RMSNorm(config.width, config.epsilon)
        self.feed_forward = feed_forward

    def forward(
        self, x: Tensor, rotary: tuple[Tensor, Tensor], cache: KeyValueCache | None = None
    ) -> Tensor:
        x = x + self.attention(self.attention_norm(x), rotary=rotary, cache=cache)
        return x + self.feed_forward(self.feed_forward_norm(x))


class Llama(nn.Module):
    """Tokens (B, T) -> scores of the next token at every place (B, T, V)."""

    def __init__(self, config: LlamaConfig):
        super().__init__()
        self.config = config
        self.token_embedding = nn.Embedding(config.vocabulary_size, config.width)
        self.blocks = nn.ModuleList(
            Block(config, self.feed_forward()) for _ in range(config.n_layers)
        )
        self.norm = RMSNorm(config.width, config.epsilon)
        self.output = (
            None if config.tied else nn.Linear(config.width, config.vocabulary_size, bias=False)
        )
        initialise(self)

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
        past = cache[0].length if cache else 0
        positions = torch.arange(past, past + tokens.shape[1], device=tokens.device)
        rotary = rotary_table(positions, self.config.head_width or 0, self.config.rotary_base)
        x = self.token_embedding(tokens)
        for index, block in enumerate(self.blocks):
            x = block(x, rotary, cache[index] if cache else None)  # (B, T, C)
        return self.norm(x)

    def head(self, x: Tensor) -> Tensor:
        """(B, T, C) -> (B, T, V)."""
        weight = self.token_embedding.weight if self.output is None else self.output.weight
        return F.linear(x, weight)

    def new_cache(self, batch: int, capacity: int | None = None) -> list[KeyValueCache]:
        """Empty caches, one a layer, for `batch` texts of up to `capacity` tokens."""
        config, weight = self.config, self.token_embedding.weight
        return [
            KeyValueCache(
                batch,
                config.n_key_heads,
                capacity or config.context,
                config.head_width or 0,
                device=weight.device,
                dtype=weight.dtype,
            )
            for _ in range(config.n_layers)
        ]
