"""OLMo 2: a LLaMA that norms what its branches add, and all queries and keys together.

Source: OLMo team 2024, "2 OLMo 2 furious", section 3.2.

Shapes: B batch, T tokens, C width, H query heads, G key heads, D head width.
"""

from typing import Any

import torch
from torch import Tensor, nn

from gradatim.models.attention import SelfAttention
from gradatim.models.key_value_cache import KeyValueCache
from gradatim.models.language.llama import (
    Block,
    Llama,
    RMSNorm,
    attention_sizes,
)


class WideNormedAttention(SelfAttention):
    """Self-attention whose queries, and whose keys, are normed over all heads at once."""

    def __init__(self, width: int, epsilon: float, **options: Any):
        super().__init__(width, **options)
        self.query_norm = RMSNorm(self.n_heads * self.head_width, epsilon)
        self.key_norm = RMSNorm(self.n_key_heads * self.head_width, epsilon)

    def normalize(self, both: Tensor) -> Tensor:
        """Queries and keys (B, T, H + G, D) before they are rotated."""
        # Over all heads at once, as published: a head may be louder than another, the sum may not.
        query, key = both.split([self.n_heads, self.n_key_heads], dim=2)
        normed = self.query_norm(query.flatten(2)), self.key_norm(key.flatten(2))
        return torch.cat(normed, dim=2).view(both.shape)


class PostNormBlock(Block):
    """x + norm(attention(x)), then x + norm(feed_forward(x))."""

    def forward(
        self, x: Tensor, rotary: tuple[Tensor, Tensor] | None, cache: KeyValueCache | None = None
    ) -> Tensor:
        # A branch adds no more than its norm lets through; the sum itself is left alone.
        x = x + self.attention_norm(self.attention(x, rotary=rotary, cache=cache))
        return x + self.feed_forward_norm(self.feed_forward(x))


class Olmo2(Llama):
    """Tokens (B, T) -> scores of the next token at every place (B, T, V)."""

    def block(self, index: int) -> nn.Module:
        """Block number `index`, from 0."""
        return PostNormBlock(self.config, self.attention(index), self.feed_forward())

    def attention(self, index: int, **options: Any) -> SelfAttention:
        """The attention of a block."""
        sizes = attention_sizes(self.config) | options
        return WideNormedAttention(self.config.width, self.config.norm_epsilon, **sizes)
