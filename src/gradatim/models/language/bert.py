"""BERT: an encoder that reads the whole sentence and predicts its masked words.

Source: Devlin et al. 2018, "BERT: pre-training of deep bidirectional transformers". The masked
language model only; next-sentence prediction, which later work found not to help, is left out.

Shapes: B batch, T tokens, C width, V vocabulary, M masked places.
"""

from dataclasses import dataclass
from typing import Annotated

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.layers import encoder_layers, initialize, make_dropout
from gradatim.validation import require_divisor, require_fraction, require_positive, require_sizes


@dataclass(frozen=True, kw_only=True)
class BERTConfig:
    """Sizes of a BERT."""

    vocabulary_size: Annotated[int, Help("tokens of the vocabulary")] = 30_522
    context: Annotated[int, Help("most tokens that are read at once, at least 1")] = 512
    width: Annotated[int, Help("channels per token, at least 1")] = 768
    hidden: Annotated[int, Help("width of the feed-forward networks, at least 1")] = 3072
    n_layers: Annotated[int, Help("encoder layers, at least 1")] = 12
    n_heads: Annotated[int, Help("attention heads per layer; a divisor of the width")] = 12
    n_segments: Annotated[
        int | None, Help("kinds of segment: first and second sentence; None without the embedding")
    ] = 2
    norm_epsilon: Annotated[float, Help("number added to the variance in the norms")] = 1e-12
    dropout: Annotated[float, Help("fraction of activations dropped in training, 0 to below 1")] = (
        0.0
    )

    def __post_init__(self) -> None:
        require_sizes(self, "vocabulary_size", "context", "width", "hidden", "n_layers", "n_heads")
        require_sizes(self, "n_segments")
        require_positive(self, "norm_epsilon")
        require_divisor(self, "n_heads", "width")
        require_fraction(self, "dropout")

    @classmethod
    def base(cls) -> "BERTConfig":
        """109,514,298 parameters with the masked-word head."""
        return cls()

    @classmethod
    def large(cls) -> "BERTConfig":
        """335,174,458 parameters with the masked-word head."""
        return cls(width=1024, hidden=4096, n_layers=24, n_heads=16)


class BERTEncoder(nn.Module):
    """Tokens (B, T) -> what the last layer knows at every place (B, T, C): a BERT without a head.

    Sentence embeddings are a mean of it (Reimers and Gurevych 2019, "Sentence-BERT").
    """

    first_position = 0  # row of the position table for the first token

    def __init__(self, config: BERTConfig):
        super().__init__()
        self.config = config
        self.token_embedding = nn.Embedding(config.vocabulary_size, config.width)
        self.dropout = make_dropout(config.dropout)
        self.make_layers()
        self.make_head()
        initialize(self)

    def make_layers(self) -> None:
        """Add the tables of positions and segments, and the layers."""
        config = self.config
        # 1e-12 stands in the published configuration; torch's default would change its answers.
        width, epsilon = config.width, config.norm_epsilon
        self.position_embedding = nn.Embedding(self.first_position + config.context, width)
        if config.n_segments is not None:
            self.segment_embedding = nn.Embedding(config.n_segments, width)
        self.embedding_norm = nn.LayerNorm(width, eps=epsilon)
        self.layers = encoder_layers(config, activation="gelu", norm_first=False, epsilon=epsilon)

    def make_head(self) -> None:
        """Add the layers of a head; here there is none."""

    def forward(
        self, tokens: Tensor, mask: Tensor | None = None, segments: Tensor | None = None
    ) -> Tensor:
        """(B, T) -> (B, T, C).

        Args:
            tokens: int64, at most `config.context` a row.
            mask: boolean (B, T), True at tokens, False at padding.
            segments: int64 (B, T), which sentence a token belongs to; None for the first.
        """
        return self.hidden(tokens, mask, segments)

    def hidden(
        self, tokens: Tensor, mask: Tensor | None = None, segments: Tensor | None = None
    ) -> Tensor:
        """(B, T) -> what the last layer knows at every place (B, T, C)."""
        self.require_fitting(tokens)
        place = self.position_embedding.weight[self.first_position :]
        place = place[: tokens.shape[1]]  # (T, C)
        if self.config.n_segments is not None:
            # Without segments everything belongs to the first sentence, as in the published code.
            first = self.segment_embedding.weight[0]
            place = place + (first if segments is None else self.segment_embedding(segments))
        x = self.token_embedding(tokens) + place
        # Unlike GPT, a norm stands right behind the embeddings (in
        # the published code, not in the paper).
        x = self.dropout(self.embedding_norm(x))
        # One row for all heads and queries: nobody may look at padding, wherever they stand.
        visible = None if mask is None else mask[:, None, None]  # (B, 1, 1, T)
        for layer in self.layers:
            x = layer(x, visible)
        return x

    def require_fitting(self, tokens: Tensor) -> None:
        """Refuse more tokens (B, T) than the model reads at once.

        Raises:
            UserError: with both numbers.
        """
        T = tokens.shape[1]
        if self.config.context < T:
            raise UserError(
                f"{T} tokens are more than this model reads at once, {self.config.context}: "
                "give fewer."
            )


class BERT(BERTEncoder):
    """Tokens (B, T) -> scores of the word at every place (B, T, V)."""

    def make_head(self) -> None:
        """Add the layers that score the words."""
        config = self.config
        self.head_transform = nn.Linear(config.width, config.width)
        self.head_norm = nn.LayerNorm(config.width, eps=config.norm_epsilon)
        # The bias learns how frequent each word is, which the tied matrix could say only by its
        # length.
        self.head_bias = nn.Parameter(torch.zeros(config.vocabulary_size))

    def forward(
        self,
        tokens: Tensor,
        mask: Tensor | None = None,
        segments: Tensor | None = None,
        places: Tensor | None = None,
    ) -> Tensor:
        """(B, T) -> (B, T, V), or (M, V) at `places`.

        Args:
            tokens: int64, at most `config.context` a row.
            mask: boolean (B, T), True at tokens, False at padding.
            segments: int64 (B, T), which sentence a token belongs to; None for the first.
            places: int64 (M,), indices into the flattened (B x T) tokens: score only these. In
                training that is 15 % of the work of the head, its largest matrix.
        """
        x = self.hidden(tokens, mask, segments)  # (B, T, C)
        if places is not None:
            # The head is V wide: scoring the places that are not asked for would be most of a step.
            x = x.flatten(0, 1)[places]  # (M, C)
        return self.score(x)

    def score(self, x: Tensor) -> Tensor:
        """What the last layer knows (..., C) -> scores of the words (..., V)."""
        # The last layer serves the masked word and other tasks alike:
        # this turns it into a word vector.
        x = self.head_norm(F.gelu(self.head_transform(x)))
        # Tied to the embedding as in GPT, but each word has a bias of its own.
        return F.linear(x, self.token_embedding.weight, self.head_bias)
