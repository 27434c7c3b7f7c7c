"""ModernBERT: the encoder of 2018 with what decoders learned since.

Rotations instead of a table of positions, norms first and without biases, gated feed-forward
networks, and two layers in three that look only at their neighborhood.
Source: Warner et al. 2024, "Smarter, better, faster, longer", section 2.1.

Shapes: B batch, T tokens, C width, F hidden width, V vocabulary, M masked places, D head width.
"""

from dataclasses import dataclass, field
from typing import Annotated

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.help import Help
from gradatim.models.attention import SelfAttention
from gradatim.models.language.bert import BERT, BERTConfig, BERTEncoder
from gradatim.models.rotary_positions import rotary_table
from gradatim.validation import require_positive, require_sizes, set_pattern


@dataclass(frozen=True, kw_only=True)
class ModernBERTConfig(BERTConfig):
    """Sizes of a ModernBERT: those of a BERT without segments, and which layers see everything."""

    n_segments: Annotated[int | None, Help("kinds of segment; None without the embedding")] = None
    norm_epsilon: Annotated[float, Help("number added to the variance in the norms")] = 1e-5
    window: Annotated[int, Help("tokens that the other layers see, half of them on each side")] = (
        128
    )
    whole: Annotated[
        tuple[bool, ...], Help("for each layer, whether it sees everything (default: every third)")
    ] = field(default=(), metadata={"option": False})
    rotary_base: Annotated[float, Help("base of the rotary frequencies, above 0")] = 160_000.0
    local_rotary_base: Annotated[
        float, Help("base of the rotary frequencies of the other layers, above 0")
    ] = 10_000.0

    def __post_init__(self) -> None:
        super().__post_init__()
        require_sizes(self, "window")
        require_positive(self, "rotary_base", "local_rotary_base")
        set_pattern(self, "whole", [i % 3 == 0 for i in range(self.n_layers)])


class GatedGELU(nn.Module):
    """project(gelu(a) * b), a and b being the halves of one product (Shazeer 2020, equation 6)."""

    def __init__(self, width: int, hidden: int):
        super().__init__()
        self.expand = nn.Linear(width, 2 * hidden, bias=False)
        self.project = nn.Linear(hidden, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        gate, up = self.expand(x).chunk(2, dim=-1)  # (B, T, F) each
        return self.project(F.gelu(gate) * up)


class ModernLayer(nn.Module):
    """x + attention(norm(x)), then x + feed_forward(norm(x)).

    Args:
        config: the sizes.
        normed: whether attention has its norm; the first layer's input is normed already.
    """

    def __init__(self, config: ModernBERTConfig, normed: bool):
        super().__init__()
        width, epsilon = config.width, config.norm_epsilon
        self.attention_norm = (
            nn.LayerNorm(width, eps=epsilon, bias=False) if normed else nn.Identity()
        )
        self.attention = SelfAttention(width, n_heads=config.n_heads, bias=False)
        self.feed_forward_norm = nn.LayerNorm(width, eps=epsilon, bias=False)
        self.feed_forward = GatedGELU(width, config.hidden)

    def forward(self, x: Tensor, mask: Tensor | None, rotary: tuple[Tensor, Tensor]) -> Tensor:
        x = x + self.attention(self.attention_norm(x), mask=mask, rotary=rotary)
        return x + self.feed_forward(self.feed_forward_norm(x))


class ModernBERTEncoder(BERTEncoder):
    """Tokens (B, T) -> what the last layer knows at every place (B, T, C)."""

    config: ModernBERTConfig

    def make_layers(self) -> None:
        """Add the layers; there is no table of positions."""
        config = self.config
        self.embedding_norm = nn.LayerNorm(config.width, eps=config.norm_epsilon, bias=False)
        self.layers = nn.ModuleList(ModernLayer(config, i > 0) for i in range(config.n_layers))
        self.norm = nn.LayerNorm(config.width, eps=config.norm_epsilon, bias=False)

    def hidden(
        self, tokens: Tensor, mask: Tensor | None = None, segments: Tensor | None = None
    ) -> Tensor:
        """(B, T) -> what the last layer knows at every place (B, T, C); segments are not read."""
        config = self.config
        self.require_fitting(tokens)
        place = torch.arange(tokens.shape[1], device=tokens.device)
        head_width = config.width // config.n_heads
        far = rotary_table(place, head_width, config.rotary_base)
        near = rotary_table(place, head_width, config.local_rotary_base)
        around = (place[:, None] - place).abs() <= config.window // 2  # (T, T)
        visible = None if mask is None else mask[:, None, None]  # (B, 1, 1, T)
        # Padding far from any token sees itself at least, or its softmax would have nothing.
        itself = torch.eye(len(place), dtype=torch.bool, device=place.device)
        local = around if visible is None else around & visible | itself
        x = self.dropout(self.embedding_norm(self.token_embedding(tokens)))
        for layer, whole in zip(self.layers, config.whole, strict=True):
            x = layer(x, visible, far) if whole else layer(x, local, near)
        return self.norm(x)


class ModernBERT(ModernBERTEncoder, BERT):
    """Tokens (B, T) -> scores of the word at every place (B, T, V)."""

    def make_head(self) -> None:
        """Add the layers that score the words."""
        config = self.config
        self.head_transform = nn.Linear(config.width, config.width, bias=False)
        self.head_norm = nn.LayerNorm(config.width, eps=config.norm_epsilon, bias=False)
        self.head_bias = nn.Parameter(torch.zeros(config.vocabulary_size))
