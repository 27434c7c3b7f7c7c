"""GPT-2: a Transformer that only ever looks back, trained to predict the next token.

Source: Radford et al. 2019, "Language models are unsupervised multitask learners"; Brown et al.
2020 for the size of GPT-3. Compared with the Transformer of 2017: no encoder, learned positions,
norms before each part and one at the end, GELU.

Shapes: B batch, T tokens, C width, V vocabulary.
"""

from dataclasses import dataclass
from typing import Annotated

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.attention import SelfAttention
from gradatim.models.key_value_cache import KeyValueCache, make_caches
from gradatim.models.layers import FeedForward, initialize, make_dropout
from gradatim.validation import require_divisor, require_fraction, require_sizes


@dataclass(frozen=True, kw_only=True)
class GPTConfig:
    """Sizes of a GPT."""

    vocabulary_size: Annotated[int, Help("tokens of the vocabulary")] = 50_257
    context: Annotated[int, Help("most tokens that are read at once, at least 1")] = 1024
    width: Annotated[int, Help("channels per token, at least 1")] = 768
    n_layers: Annotated[int, Help("Transformer blocks, at least 1")] = 12
    n_heads: Annotated[int, Help("attention heads per block; a divisor of the width")] = 12
    dropout: Annotated[float, Help("fraction of activations dropped in training, 0 to below 1")] = (
        0.0
    )

    def __post_init__(self) -> None:
        require_sizes(self, "vocabulary_size", "context", "width", "n_layers", "n_heads")
        require_divisor(self, "n_heads", "width")
        require_fraction(self, "dropout")

    @classmethod
    def gpt2(cls) -> "GPTConfig":
        """124,439,808 parameters."""
        return cls()

    @classmethod
    def gpt2_medium(cls) -> "GPTConfig":
        """354,823,168 parameters."""
        return cls(width=1024, n_layers=24, n_heads=16)

    @classmethod
    def gpt2_large(cls) -> "GPTConfig":
        """774,030,080 parameters."""
        return cls(width=1280, n_layers=36, n_heads=20)

    @classmethod
    def gpt2_xl(cls) -> "GPTConfig":
        """1,557,611,200 parameters."""
        return cls(width=1600, n_layers=48, n_heads=25)

    @classmethod
    def gpt3(cls) -> "GPTConfig":
        """174,604,259,328 parameters (Brown et al. 2020, table 2.1)."""
        return cls(context=2048, width=12_288, n_layers=96, n_heads=96)


class Block(nn.Module):
    """x + attention(norm(x)), then x + feed_forward(norm(x))."""

    def __init__(self, config: GPTConfig):
        super().__init__()
        width = config.width
        self.attention_norm = nn.LayerNorm(width)
        self.attention = SelfAttention(
            width, n_heads=config.n_heads, causal=True, dropout=config.dropout
        )
        self.feed_forward_norm = nn.LayerNorm(width)
        # GPT-2 was trained with GELU's tanh approximation: the exact one would change its answers.
        self.feed_forward = FeedForward(width, 4 * width, "gelu-tanh")
        self.dropout = make_dropout(config.dropout)

    def forward(self, x: Tensor, cache: KeyValueCache | None = None) -> Tensor:
        # Each part adds to the stream, so a gradient reaches every earlier block unscaled.
        x = x + self.dropout(self.attention(self.attention_norm(x), cache=cache))
        return x + self.dropout(self.feed_forward(self.feed_forward_norm(x)))


class GPT(nn.Module):
    """Tokens (B, T) -> scores of the next token at every place (B, T, V)."""

    first_position = 0  # row of the position table for the first token

    def __init__(self, config: GPTConfig):
        super().__init__()
        self.config = config
        self.token_embedding = nn.Embedding(config.vocabulary_size, config.width)
        # A learned row per place: beyond the trained context there is none, so the context is a
        # hard limit.
        n_positions = self.first_position + config.context
        self.position_embedding = nn.Embedding(n_positions, config.width)
        self.dropout = make_dropout(config.dropout)
        blocks = [self.block(index) for index in range(config.n_layers)]
        self.blocks = nn.ModuleList(blocks)
        self.norm = nn.LayerNorm(config.width)
        initialize(self)
        # Radford et al. 2019, section 2.3: the sum of 2 n_layers branches keeps its variance.
        for block in blocks:
            for branch in (block.attention.project, block.feed_forward.project):
                nn.init.normal_(branch.weight, std=0.02 / (2 * config.n_layers) ** 0.5)

    def block(self, index: int) -> "Block":
        """Block number `index`, from 0."""
        return Block(self.config)

    def forward(self, tokens: Tensor, cache: list[KeyValueCache] | None = None) -> Tensor:
        """(B, T) -> (B, T, V).

        Args:
            tokens: int64, at most `config.context` of them with those in the cache.
            cache: from `new_cache`; the tokens continue what it holds and are added to it.
        """
        return self.head(self.hidden(tokens, cache))

    def hidden(self, tokens: Tensor, cache: list[KeyValueCache] | None = None) -> Tensor:
        """(B, T) -> what the last layer knows at every place (B, T, C)."""
        past = cache[0].length if cache else 0
        if past + tokens.shape[1] > self.config.context:
            raise UserError(
                f"{past + tokens.shape[1]} tokens are more than this model reads at once, "
                f"{self.config.context}: give fewer."
            )
        # Tokens behind those in the cache go on counting where these ended.
        first = self.first_position + past
        positions = torch.arange(first, first + tokens.shape[1], device=tokens.device)
        # Attention does not know the order of its inputs: without positions a text were a bag of
        # words.
        x = self.dropout(self.token_embedding(tokens) + self.position_embedding(positions))
        for index, block in enumerate(self.blocks):
            x = block(x, cache[index] if cache else None)  # (B, T, C)
        # The stream has grown with every block: scaled once more before it is read as words.
        return self.norm(x)

    def head(self, x: Tensor) -> Tensor:
        """(B, T, C) -> (B, T, V): the embedding read backwards, so the two are one matrix."""
        # Words that are used alike should be read and predicted alike (Press and Wolf 2017), and
        # the matrix is a third of GPT-2 small.
        return F.linear(x, self.token_embedding.weight)

    def new_cache(self, batch: int, capacity: int | None = None) -> list[KeyValueCache]:
        """Empty caches, one per block, for `batch` texts of up to `capacity` tokens."""
        config = self.config
        return make_caches(
            config.n_layers,
            batch,
            config.n_heads,
            capacity or config.context,
            config.width // config.n_heads,
            like=self.token_embedding.weight,
        )
