"""The Transformer of 2017: an encoder reads, a decoder writes, attention carries everything.

Source: Vaswani et al. 2017, "Attention is all you need", figure 1. Norms stand after each sum as
in the paper; `norm_first` puts them before each part, which trains without warm-up (Xiong et al.
2020). The embedding is shared by encoder, decoder and output (section 3.4).

Shapes: B batch, S source words, T target words, C width, V vocabulary.
"""

from dataclasses import dataclass
from typing import Annotated

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.attention import CrossAttention, SelfAttention
from gradatim.models.key_value_cache import KeyValueCache, make_caches
from gradatim.models.layers import (
    ACTIVATIONS,
    Activation,
    FeedForward,
    encoder_layers,
    make_dropout,
)
from gradatim.spelling import given
from gradatim.validation import require_divisor, require_fraction, require_one_of, require_sizes


@dataclass(frozen=True, kw_only=True)
class TransformerConfig:
    """Sizes of an encoder-decoder; the defaults are the paper's base model."""

    vocabulary_size: Annotated[int, Help("tokens of both languages together")] = 37_000
    width: Annotated[int, Help("channels per word, an even number of at least 2")] = 512
    hidden: Annotated[int, Help("width of the feed-forward networks, at least 1")] = 2048
    n_layers: Annotated[int, Help("encoder layers, and as many decoder layers, at least 1")] = 6
    n_heads: Annotated[int, Help("attention heads per layer; a divisor of the width")] = 8
    activation: Annotated[  # Marian's translators use silu or gelu
        Activation, Help("non-linearity of the feed-forward networks")
    ] = "relu"
    norm_first: Annotated[
        bool, Help("layer norms before each part (pre-norm) instead of after each sum")
    ] = False
    dropout: Annotated[float, Help("fraction of activations dropped in training, 0 to below 1")] = (
        0.1
    )
    scale_embeddings: Annotated[  # section 3.4
        bool, Help("embeddings multiplied by the square root of the width")
    ] = True

    def __post_init__(self) -> None:
        require_sizes(self, "vocabulary_size", "width", "hidden", "n_layers", "n_heads")
        require_divisor(self, "n_heads", "width")
        require_one_of(self, "activation", ACTIVATIONS)
        require_fraction(self, "dropout")
        if self.width % 2:
            raise UserError(
                f"{given('width', self.width)}, which cannot be split into sines and cosines: give "
                "an even number."
            )

    @classmethod
    def base(cls) -> "TransformerConfig":
        """The base model of the paper, 63 million parameters (table 3: 65)."""
        return cls()

    @classmethod
    def big(cls) -> "TransformerConfig":
        """The big model of the paper, 214 million parameters (table 3: 213)."""
        return cls(width=1024, hidden=4096, n_heads=16, dropout=0.3)


def sinusoids(positions: Tensor, width: int) -> Tensor:
    """Waves of geometrically growing length that tell places apart, (T, C) (section 3.5).

    First all sines, then all cosines, as the authors' own code and Marian have it; the paper's
    formula interleaves them, which is the same up to the order of the channels.
    """
    # A shift by k places is a rotation of each (sine, cosine) pair, the same wherever it happens: a
    # linear layer can learn "the word before".
    exponent = torch.arange(0, width, 2, device=positions.device) / width
    angle = positions[:, None] / 10_000**exponent  # (T, C / 2)
    return torch.cat((angle.sin(), angle.cos()), dim=-1)


class DecoderLayer(nn.Module):
    """Self-attention to what is written, attention to what was read, feed-forward network."""

    def __init__(self, config: TransformerConfig):
        super().__init__()
        width = config.width
        self.norm_first = config.norm_first
        self.attention = SelfAttention(width, n_heads=config.n_heads, causal=True)
        self.attention_norm = nn.LayerNorm(width)
        # Queries from what is written, keys and values from the source (section 3.2.3).
        self.cross_attention = CrossAttention(width, n_heads=config.n_heads)
        self.cross_attention_norm = nn.LayerNorm(width)
        self.feed_forward = FeedForward(width, config.hidden, config.activation)
        self.feed_forward_norm = nn.LayerNorm(width)
        self.dropout = make_dropout(config.dropout)

    def forward(
        self,
        x: Tensor,
        memory: tuple[Tensor, Tensor],
        mask: Tensor | None,
        cache: KeyValueCache | None = None,
    ) -> Tensor:
        """(B, T, C) -> (B, T, C); memory: keys and values of the source, mask (B, 1, 1, S)."""
        if self.norm_first:
            x = x + self.dropout(self.attention(self.attention_norm(x), cache=cache))
            x = x + self.dropout(self.cross_attention(self.cross_attention_norm(x), memory, mask))
            return x + self.dropout(self.feed_forward(self.feed_forward_norm(x)))
        x = self.attention_norm(x + self.dropout(self.attention(x, cache=cache)))
        x = self.cross_attention_norm(x + self.dropout(self.cross_attention(x, memory, mask)))
        return self.feed_forward_norm(x + self.dropout(self.feed_forward(x)))


@dataclass
class DecoderCache:
    """What translating one batch needs from step to step.

    Args:
        sources: keys and values of the source for each decoder layer, (B, H, S, D) each.
        mask: boolean (B, 1, 1, S), True at words; None where nothing is padding.
        caches: of the decoder's self-attention, while writing word by word.
    """

    sources: list[tuple[Tensor, Tensor]]
    mask: Tensor | None
    caches: list[KeyValueCache] | None = None

    def select(self, rows: Tensor) -> None:
        """Keep these rows of the batch, in this order."""
        self.sources = [(key[rows], value[rows]) for key, value in self.sources]
        self.mask = None if self.mask is None else self.mask[rows]
        for cache in self.caches or []:
            cache.select(rows)


class Transformer(nn.Module):
    """Source words (B, S), target words so far (B, T) -> scores of the next word (B, T, V)."""

    def __init__(self, config: TransformerConfig):
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocabulary_size, config.width)
        self.output_bias = nn.Parameter(torch.zeros(config.vocabulary_size))
        self.dropout = make_dropout(config.dropout)
        self.encoder = encoder_layers(
            config, activation=config.activation, norm_first=config.norm_first
        )
        self.decoder = nn.ModuleList(DecoderLayer(config) for _ in range(config.n_layers))
        # With norms first the sum of all branches still has to be normed once.
        last = nn.LayerNorm if config.norm_first else nn.Identity
        self.encoder_norm, self.decoder_norm = last(config.width), last(config.width)
        for parameter in self.parameters():
            if parameter.dim() > 1:
                # Glorot and Bengio 2010, as the authors' code has it: norms after the sum do not
                # forgive a deviation that ignores the width.
                nn.init.xavier_uniform_(parameter)
        # The embedding is the output matrix as well: scores of width C then begin with variance 1.
        nn.init.normal_(self.embedding.weight, std=config.width**-0.5)

    def forward(self, source: Tensor, target: Tensor, source_mask: Tensor | None = None) -> Tensor:
        """(B, S), (B, T) -> (B, T, V).

        Args:
            source: int64, words to read.
            target: int64, words written so far, beginning with the start word.
            source_mask: boolean (B, S), True at words, False at padding.
        """
        return self.decode(target, self.encode(source, source_mask))

    def encode(self, source: Tensor, source_mask: Tensor | None = None) -> DecoderCache:
        """(B, S) -> what the decoder attends to."""
        mask = None if source_mask is None else source_mask[:, None, None]  # (B, 1, 1, S)
        x = self.embed(source)
        for layer in self.encoder:
            x = layer(x, mask)  # (B, S, C)
        x = self.encoder_norm(x)
        # Each decoder layer makes its own keys and values of the source, once for the whole
        # translation.
        layers = [module for module in self.decoder if isinstance(module, DecoderLayer)]
        return DecoderCache([layer.cross_attention.keys_values(x) for layer in layers], mask)

    def decode(self, target: Tensor, memory: DecoderCache) -> Tensor:
        """(B, T) -> (B, T, V); with caches in the memory the words continue what those hold."""
        caches = memory.caches
        x = self.embed(target, past=caches[0].length if caches else 0)
        for index, layer in enumerate(self.decoder):
            cache = caches[index] if caches else None
            x = layer(x, memory.sources[index], memory.mask, cache)  # (B, T, C)
        return F.linear(self.decoder_norm(x), self.embedding.weight, self.output_bias)

    def embed(self, words: Tensor, past: int = 0) -> Tensor:
        """(B, T) -> (B, T, C): embedding (times sqrt(C)) plus position."""
        x = self.embedding(words)
        if self.config.scale_embeddings:
            # The embedding also serves as output matrix and is drawn small for it (deviation
            # C^-0.5); times the root its numbers stand up to the positions, which reach 1.
            x = x * self.config.width**0.5
        positions = torch.arange(past, past + words.shape[1], device=words.device)
        return self.dropout(x + sinusoids(positions, self.config.width).to(x.dtype))

    def begin(self, source: Tensor, source_mask: Tensor | None, capacity: int) -> DecoderCache:
        """Read the source and get ready to write up to `capacity` words, one at a time."""
        memory = self.encode(source, source_mask)
        config = self.config
        memory.caches = make_caches(
            config.n_layers,
            len(source),
            config.n_heads,
            capacity,
            config.width // config.n_heads,
            like=self.embedding.weight,
        )
        return memory

    def step(self, words: Tensor, memory: DecoderCache) -> Tensor:
        """The last word of each row (B,) -> scores of the next one (B, V)."""
        return self.decode(words[:, None], memory)[:, 0]
