"""GPT-Neo and OPT: GPT-2 made again in the open, with small changes.

GPT-Neo leaves the root of the head width out of its scores, and every second block sees only
`window` tokens back; the published TinyStories models are of this type. OPT has ReLU.
Sources: Black et al. 2021, "GPT-Neo"; Eldan and Li 2023, "TinyStories"; Zhang et al. 2022, "OPT:
open pre-trained transformer language models", section 2.1.
"""

from dataclasses import dataclass, field
from typing import Annotated

from gradatim.help import Help
from gradatim.models.attention import SelfAttention
from gradatim.models.language.gpt import GPT, Block, GPTConfig
from gradatim.models.layers import FeedForward
from gradatim.validation import require_sizes, set_pattern


@dataclass(frozen=True, kw_only=True)
class GPTNeoConfig(GPTConfig):
    """Sizes of a GPT-Neo: those of a GPT, and which blocks see the whole text."""

    hidden: Annotated[int, Help("width of the feed-forward networks, at least 1")] = 3072
    window: Annotated[int, Help("tokens that the other blocks see back")] = 256
    whole: Annotated[
        tuple[bool, ...], Help("for each block, whether it sees everything (default: every second)")
    ] = field(default=(), metadata={"option": False})

    def __post_init__(self) -> None:
        super().__post_init__()
        require_sizes(self, "hidden", "window")
        # Global and local attention take turns, the global ones first, as in the published models.
        set_pattern(self, "whole", [i % 2 == 0 for i in range(self.n_layers)])


class GPTNeo(GPT):
    """Tokens (B, T) -> scores of the next token at every place (B, T, V)."""

    config: GPTNeoConfig

    def block(self, index: int) -> Block:
        """Block number `index`, from 0."""
        config, block = self.config, Block(self.config)
        block.attention = SelfAttention(
            config.width,
            n_heads=config.n_heads,
            bias=False,
            output_bias=True,
            causal=True,
            window=None if config.whole[index] else config.window,
            dropout=config.dropout,
            # No division by the root of the head width: its first weights were drawn smaller
            # instead.
            scale=1.0,
        )
        block.feed_forward = FeedForward(config.width, config.hidden, "gelu-tanh")
        return block


@dataclass(frozen=True, kw_only=True)
class OPTConfig(GPTConfig):
    """Sizes of an OPT: those of a GPT, and the width of its feed-forward networks."""

    hidden: Annotated[int, Help("width of the feed-forward networks, at least 1")] = 3072

    def __post_init__(self) -> None:
        super().__post_init__()
        require_sizes(self, "hidden")


class OPT(GPT):
    """Tokens (B, T) -> scores of the next token at every place (B, T, V)."""

    config: OPTConfig
    first_position = 2  # the rows before it stood for padding in the code that trained it

    def block(self, index: int) -> Block:
        """Block number `index`, from 0."""
        block = Block(self.config)
        # The one change to a block of GPT-2: ReLU in place of GELU.
        block.feed_forward = FeedForward(self.config.width, self.config.hidden, "relu")
        return block
