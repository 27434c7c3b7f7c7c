"""The pieces several networks share: the two-layer network per position and the encoder layer.

Shapes: B batch, T positions, C width, F width of the hidden layer.
"""

from collections.abc import Callable
from functools import partial
from typing import Literal, Protocol

from torch import Tensor, nn

from gradatim.models.attention import SelfAttention

Activation = Literal["relu", "tanh", "sigmoid", "gelu", "gelu-tanh", "silu"]
ACTIVATIONS: dict[str, Callable[[], nn.Module]] = {
    "relu": nn.ReLU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "gelu": nn.GELU,
    "gelu-tanh": partial(nn.GELU, approximate="tanh"),
    "silu": nn.SiLU,
}


def make_dropout(rate: float) -> nn.Module:
    """A dropout layer, or nothing at all where nothing is dropped."""
    # Identity says in every summary of a network that nothing is dropped.
    return nn.Dropout(rate) if rate > 0 else nn.Identity()


def initialize(model: nn.Module, std: float = 0.02) -> None:
    """Matrices and embeddings from a normal distribution, biases 0 (Radford et al. 2019)."""
    for module in model.modules():
        if isinstance(module, nn.Linear | nn.Embedding | nn.Conv2d):
            # A small constant instead of 1 / sqrt(n_in): the norms set the scale anyway.
            nn.init.normal_(module.weight, std=std)
        if isinstance(module, nn.Linear | nn.Conv2d) and module.bias is not None:
            nn.init.zeros_(module.bias)


def zero_init_residual(model: nn.Module) -> None:
    """Make every block the identity at first: the last matrix of each of its branches is 0.

    A deep stack then begins as shallow as its embedding, and no branch disturbs the others before
    it has learned something (Zhang et al. 2019, "Fixup initialization", section 3).
    """
    for name, parameter in model.named_parameters():
        # By name: every branch of our blocks ends in a matrix called project.
        if name.endswith("project.weight"):
            nn.init.zeros_(parameter)


class FeedForward(nn.Module):
    """Two linear layers with a non-linearity between, applied to every position alike."""

    def __init__(self, width: int, hidden: int, activation: Activation):
        super().__init__()
        # Attention only mixes places; here each place computes on its own, usually four times as
        # wide.
        self.expand = nn.Linear(width, hidden)
        self.activation = ACTIVATIONS[activation]()
        # Back to C, so that the result can be added to what came in.
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
        dropout: fraction dropped of each part's output (Vaswani et al. 2017, section 5.4).
    """

    def __init__(
        self,
        width: int,
        hidden: int,
        *,
        n_heads: int,
        activation: Activation,
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
        self.dropout = make_dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """(B, T, C) -> (B, T, C); mask boolean, broadcastable to (B, H, T, T)."""
        if self.norm_first:
            # The sum itself is never normed, so a gradient passes from the last layer to the first
            # unscaled.
            x = x + self.dropout(self.attention(self.attention_norm(x), mask=mask))
            return x + self.dropout(self.feed_forward(self.feed_forward_norm(x)))
        # Normed after the sum, as published in 2017 and in BERT; deep stacks then need a warm-up.
        x = self.attention_norm(x + self.dropout(self.attention(x, mask=mask)))
        return self.feed_forward_norm(x + self.dropout(self.feed_forward(x)))


class EncoderSizes(Protocol):
    """The fields of a config that a stack of encoder layers needs."""

    @property
    def width(self) -> int: ...
    @property
    def hidden(self) -> int: ...
    @property
    def n_layers(self) -> int: ...
    @property
    def n_heads(self) -> int: ...
    @property
    def dropout(self) -> float: ...


def encoder_layers(
    config: EncoderSizes, *, activation: Activation, norm_first: bool, epsilon: float = 1e-5
) -> nn.ModuleList:
    """The stack of encoder layers of a config; the other arguments are those of a layer."""
    return nn.ModuleList(
        EncoderLayer(
            config.width,
            config.hidden,
            n_heads=config.n_heads,
            activation=activation,
            norm_first=norm_first,
            epsilon=epsilon,
            dropout=config.dropout,
        )
        for _ in range(config.n_layers)
    )
