"""The pieces several networks share: the two-layer network per position and the encoder layer.

Shapes: B batch, T positions, C width, F width of the hidden layer.
"""

from collections.abc import Callable
from functools import partial

import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.errors import nearest
from gradatim.models.attention import SelfAttention

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": F.relu,
    "gelu": F.gelu,
    "gelu-tanh": partial(F.gelu, approximate="tanh"),
    "silu": F.silu,
}


def dropout(share: float) -> nn.Module:
    """A dropout layer, or nothing at all where nothing is dropped."""
    return nn.Dropout(share) if share > 0 else nn.Identity()


def check_sizes(config: object, *names: str) -> None:
    """Raise ValueError unless these fields of a config are whole numbers of at least 1."""
    for name in names:
        value = getattr(config, name)
        if not isinstance(value, int) or value < 1:
            raise ValueError(f"{name} must be a whole number of at least 1, not {value!r}.")


def check_heads(config: object) -> None:
    """Raise ValueError unless `n_heads` divides `width` and `dropout` is a share below 1."""
    width, n_heads, share = (getattr(config, n) for n in ("width", "n_heads", "dropout"))
    if width % n_heads:
        raise ValueError(f"n_heads must divide width, and {n_heads} does not divide {width}.")
    if not 0 <= share < 1:
        raise ValueError(f"dropout must be at least 0 and below 1, not {share!r}.")


def initialise(model: nn.Module, deviation: float = 0.02) -> None:
    """Matrices and embeddings from a normal distribution, biases 0 (Radford et al. 2019)."""
    for module in model.modules():
        if isinstance(module, nn.Linear | nn.Embedding | nn.Conv2d):
            nn.init.normal_(module.weight, std=deviation)
        if isinstance(module, nn.Linear | nn.Conv2d) and module.bias is not None:
            nn.init.zeros_(module.bias)


class FeedForward(nn.Module):
    """Two linear layers with a non-linearity between, applied to every position alike."""

    def __init__(self, width: int, hidden: int, activation: str):
        super().__init__()
        if activation not in ACTIVATIONS:
            raise ValueError(f"no activation {activation!r}: {nearest(activation, ACTIVATIONS)}")
        self.expand = nn.Linear(width, hidden)
        self.activation = ACTIVATIONS[activation]
        self.project = nn.Linear(hidden, width)

    def forward(self, x: Tensor) -> Tensor:
        return self.project(self.activation(self.expand(x)))  # (B, T, C) -> F -> (B, T, C)


class EncoderLayer(nn.Module):
    """Self-attention, then a feed-forward network, each with a skip connection and a norm.

    Args:
        width: C.
        hidden: F.
        n_heads: heads of attention.
        activation: a name in `ACTIVATIONS`.
        norm_first: norms before each part (ViT, GPT-2) instead of after each sum (2017, BERT).
        epsilon: added to the variance in the norms.
        dropout: share dropped of each part's output (Vaswani et al. 2017, section 5.4).
    """

    def __init__(
        self,
        width: int,
        hidden: int,
        *,
        n_heads: int,
        activation: str,
        norm_first: bool,
        epsilon: float = 1e-5,
        dropout: float = 0.0,
    ):
        super().__init__()
        self.norm_first = norm_first
        self.attention = SelfAttention(width, n_heads=n_heads)
        self.attention_norm = nn.LayerNorm(width, eps=epsilon)
        self.feed_forward = FeedForward(width, hidden, activation)
        self.feed_forward_norm = nn.LayerNorm(width, eps=epsilon)
        self.dropout = nn.Dropout(dropout) if dropout > 0 else nn.Identity()

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """(B, T, C) -> (B, T, C); mask boolean, broadcastable to (B, H, T, T)."""
        if self.norm_first:
            x = x + self.dropout(self.attention(self.attention_norm(x), mask=mask))
            return x + self.dropout(self.feed_forward(self.feed_forward_norm(x)))
        x = self.attention_norm(x + self.dropout(self.attention(x, mask=mask)))
        return self.feed_forward_norm(x + self.dropout(self.feed_forward(x)))
