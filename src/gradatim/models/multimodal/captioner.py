"""Show, attend and tell: a ConvNet reads an image, a GRU says what is on it, word by word.

The GRU is the one that translated sentences in 2014 (`models.language.seq2seq`); its annotations
are now places of the image instead of words. Before each word it looks, and where it looks can be
seen.

Source: Xu et al. 2015, "Show, attend and tell: neural image caption generation with visual
attention", section 3.

Shapes: B images, N channels, Y x X pixels, S places, H width, E embedding width, T words, V
vocabulary.
"""

from dataclasses import dataclass
from typing import Annotated, NamedTuple

import torch
from torch import Tensor, nn

from gradatim.help import Help
from gradatim.models.attention import record_attention
from gradatim.models.language.seq2seq import AttentiveWriter, DecoderState
from gradatim.models.layers import make_dropout
from gradatim.validation import require_fraction, require_sizes

STRIDE = 8  # height and width in pixels of the part of an image that a place stands for


@dataclass(frozen=True, kw_only=True)
class CaptionerConfig:
    """Sizes of an image captioner."""

    in_channels: Annotated[int, Help("channels of the images: 1 gray, 3 color")] = 1
    image_size: Annotated[int, Help("height and width of the images, in pixels")] = 48
    n_words: Annotated[int, Help("words of the vocabulary")] = 50
    filters: Annotated[
        tuple[int, int], Help("feature maps of the first two stages, at least 1")
    ] = (16, 32)
    embedding_width: Annotated[int, Help("channels per word, at least 1")] = 64
    width: Annotated[int, Help("units of the GRU and of the attention, at least 1")] = 64
    dropout: Annotated[
        float, Help("fraction of embeddings and outputs dropped in training, 0 to below 1")
    ] = 0.0

    def __post_init__(self) -> None:
        require_sizes(self, "in_channels", "image_size", "n_words", "filters")
        require_sizes(self, "embedding_width", "width")
        require_fraction(self, "dropout")


class WrittenCaptions(NamedTuple):
    """Captions, and where the network looked for each word."""

    words: Tensor  # int64 (B, T)
    weights: Tensor  # (B, T, S)


class Captioner(AttentiveWriter):
    """Images (B, N, Y, X), words so far (B, T) -> scores of the next word (B, T, V)."""

    def __init__(self, config: CaptionerConfig) -> None:
        super().__init__()
        self.config = config
        E, H = config.embedding_width, config.width
        first, second = config.filters
        layers: list[nn.Module] = []
        channels = config.in_channels
        # The last layer mixes channels only: a place sees 22 x 22 pixels, about a thing, and not
        # its neighbors' things, so attention has to go where the thing is.
        for filters, size in ((first, 3), (second, 3), (2 * second, 3), (2 * H, 1)):
            layers += [
                nn.Conv2d(channels, filters, size, padding=size // 2, bias=False),
                nn.BatchNorm2d(filters),
                nn.ReLU(),
                *([nn.MaxPool2d(2)] if size > 1 else []),
            ]
            channels = filters
        self.encoder = nn.Sequential(*layers)
        self.side = config.image_size // STRIDE
        # The same digit looks the same everywhere: only this table tells left from right.
        self.place_embedding = nn.Parameter(0.1 * torch.randn(self.side**2, 2 * H))
        self.target_embedding = nn.Embedding(config.n_words, E)
        self.dropout = make_dropout(config.dropout)
        self.first_state = nn.Linear(2 * H, H)
        self.make_writer(E, H, H, config.n_words)
        nn.init.normal_(self.target_embedding.weight, std=0.1)

    def forward(self, images: Tensor, words: Tensor) -> Tensor:
        """(B, N, Y, X), (B, T) beginning with the start word -> (B, T, V)."""
        return self.decode(words, self.encode(images))

    def encode(self, images: Tensor) -> DecoderState:
        """Pixels from 0 to 1, (B, N, Y, X) -> annotations of all places, and the first state."""
        maps = self.encoder(images)  # (B, 2H, Y / 8, X / 8)
        annotations = maps.flatten(2).transpose(1, 2) + self.place_embedding  # (B, S, 2H)
        # From the mean annotation, as the paper begins too (Xu et al. 2015, section 3.1.2).
        state = torch.tanh(self.first_state(annotations.mean(1)))  # (B, H)
        return DecoderState(annotations, self.attention.key(annotations), None, state)

    @torch.no_grad()
    def write_captions(
        self, images: Tensor, start: Tensor, end: int, length: int
    ) -> WrittenCaptions:
        """Write captions, the likeliest word each time.

        Args:
            images: (B, N, Y, X).
            start: the first word of each, which says the language, (B,).
            end: number of the word that ends a caption.
            length: most words, T.

        Returns:
            The words after the first, up to the end word and further where others are longer, and
            the weights of every place while each was written.
        """
        memory, word, words = self.encode(images), start, []
        done = torch.zeros_like(start, dtype=torch.bool)
        with record_attention(self) as records:
            for _ in range(length):
                word = self.step(word, memory).argmax(-1)
                words.append(word)
                done |= word == end
                if done.all():
                    break
        # The one layer that attends; it was called once for each word.
        (calls,) = (weights for weights in records.values() if weights)
        return WrittenCaptions(torch.stack(words, 1), torch.cat([w[:, 0] for w in calls], 1))
