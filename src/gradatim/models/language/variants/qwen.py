"""Qwen 2 and 3: a LLaMA with biases, then with normed queries and keys instead.

Sources: Yang et al. 2024, "Qwen2 technical report", section 2.2.1; Yang et al. 2025, "Qwen3
technical report", section 2.

Shapes: B batch, T tokens, C width, H query heads, G key heads, D head width.
"""

from typing import Any

import torch
from torch import Tensor

from gradatim.models.attention import SelfAttention
from gradatim.models.language.llama import Llama, RMSNorm, attention_sizes


class Qwen2(Llama):
    """Tokens (B, T) -> scores of the next token at every place (B, T, V)."""

    def attention(self, index: int, **options: Any) -> SelfAttention:
        """The attention of a block; queries, keys and values have biases."""
        # Biases for query, key and value alone, as published; the last projection has none.
        return super().attention(index, **{"bias": True, "output_bias": False} | options)


class NormedAttention(SelfAttention):
    """Self-attention whose queries and keys are normed head by head, each with a learned gain."""

    def __init__(self, width: int, norm: type[RMSNorm], epsilon: float, **options: Any):
        super().__init__(width, **options)
        self.query_norm = norm(self.head_width, epsilon)
        self.key_norm = norm(self.head_width, epsilon)

    def normalize(self, both: Tensor) -> Tensor:
        """Queries and keys (B, T, H + G, D) before they are rotated."""
        # The scores cannot grow without bound, which makes large models stable to train.
        query, key = both.split([self.n_heads, self.n_key_heads], dim=2)
        return torch.cat((self.query_norm(query), self.key_norm(key)), dim=2)


class Qwen3(Llama):
    """Tokens (B, T) -> scores of the next token at every place (B, T, V)."""

    def attention(self, index: int, **options: Any) -> SelfAttention:
        """The attention of a block."""
        config = self.config
        sizes = attention_sizes(config) | options
        return NormedAttention(config.width, RMSNorm, config.norm_epsilon, **sizes)
