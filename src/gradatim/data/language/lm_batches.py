"""Batches for language models: windows of a long token sequence, shifted or masked.

Shapes: B windows per batch, T tokens per window.
"""

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from gradatim.data.sampler import ShuffledIndices, torch_generator
from gradatim.errors import UserError

IGNORED = -100  # the target that torch's cross-entropy leaves out


def held_out_windows(tokens: Tensor, context: int, stride: int) -> tuple[Tensor, Tensor]:
    """Cut a held-out sequence into windows whose targets ask for every token once.

    Args:
        tokens: int64 (N,).
        context: T, the window's length.
        stride: how far each window is moved; below `context` the windows overlap, and only the
            last `stride` targets of each count, which so have more to look back at.

    Returns:
        inputs and targets, int64 (W, T); targets are the inputs one token later, and -100 where
        another window asks or the text has ended.

    Raises:
        UserError: less text than one window.
    """
    if len(tokens) <= context:
        raise UserError(
            f"the held-out text has {len(tokens)} tokens, not more than one window of {context}: "
            "give a smaller context or more text."
        )
    n_windows = 1 + math.ceil((len(tokens) - 1 - context) / stride)
    # One more than the windows read: the last target is a token later.
    n = (n_windows - 1) * stride + context + 1
    tokens = torch.nn.functional.pad(tokens, (0, n - len(tokens)), value=IGNORED)
    windows = tokens.unfold(0, context + 1, stride)  # (W, T + 1)
    targets = windows[:, 1:].clone()
    # The window before has asked for these, with more to look back at.
    targets[1:, : context - stride] = IGNORED
    # The padding of the inputs becomes token 0: no model knows -100, and no target asks what
    # follows.
    return windows[:, :-1].clamp(min=0), targets


class WindowBatches:
    """Windows to predict the next token in; each epoch the windows begin at another offset.

    Args:
        tokens: whole numbers (N,), the training text.
        context: T.
        batch_size: B.
        seed: of offsets and order.

    Yields:
        inputs, int64 (B, T), and targets, the same one token later.
    """

    def __init__(self, tokens: Tensor, context: int, batch_size: int, seed: int) -> None:
        self.tokens, self.context, self.seed = tokens, context, seed
        # One window less than fits, so that every offset below T leaves as many.
        self.order = ShuffledIndices(max(0, (len(tokens) - context) // context), batch_size, seed)
        self.batch_size, self.steps_per_epoch = batch_size, self.order.steps_per_epoch
        self._steps = torch.arange(context)

    def __iter__(self) -> "WindowBatches":
        return self

    def __next__(self) -> tuple[Tensor, Tensor]:
        index = next(self.order)  # (B,)
        generator = torch_generator(self.seed, self.order.epoch, 1)
        # The same for the whole epoch: windows stay side by side, and no token comes twice.
        offset = int(torch.randint(self.context, (), generator=generator))
        places = (index * self.context + offset)[:, None] + self._steps  # (B, T)
        # Made int64 here, for the batch alone: the text itself is kept in two or four bytes per
        # token.
        return self.tokens[places].long(), self.tokens[places + 1].long()

    def state_dict(self) -> dict[str, Any]:
        return self.order.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.order.load_state_dict(state)


def mask_tokens(
    tokens: Tensor,
    mask_token: int,
    ordinary: Tensor,
    generator: torch.Generator,
    fraction: float | Tensor = 0.15,
) -> tuple[Tensor, Tensor]:
    """Mask words for a masked language model (Devlin et al. 2018, section 3.1).

    15 % of the tokens are chosen as targets; of these 80 % become `[MASK]`, 10 % a random token
    and 10 % stay, so that the model cannot trust any token it sees. Small models learn faster from
    a larger fraction (Wettig et al. 2022, "Should you mask 15 %?").

    Args:
        tokens: int64, any shape.
        mask_token: the number of `[MASK]`.
        ordinary: int64 (V',), the tokens that may be chosen and drawn (no special ones).
        generator: of all draws, on the CPU.
        fraction: of the tokens that are chosen, above 0 to 1; or one for each token, (V,).

    Returns:
        inputs of the same shape, and targets, which are -100 where nothing was chosen.
    """
    is_ordinary = torch.zeros(int(max(tokens.max(), ordinary.max())) + 1, dtype=torch.bool)
    is_ordinary[ordinary] = True
    draw = torch.rand(tokens.shape, generator=generator)
    if isinstance(fraction, Tensor):
        fraction = fraction[tokens]
    chosen = (draw < fraction) & is_ordinary[tokens]
    targets = tokens.masked_fill(~chosen, IGNORED)
    random = ordinary[torch.randint(len(ordinary), tokens.shape, generator=generator)]
    # One draw decides all: below 0.8 of the fraction a mask, to 0.9 a random token, to 1 unchanged.
    inputs = torch.where(chosen & (draw < 0.9 * fraction), random, tokens)
    inputs = torch.where(chosen & (draw < 0.8 * fraction), mask_token, inputs)
    return inputs, targets


def surround(windows: Tensor, around: tuple[Sequence[int], Sequence[int]]) -> Tensor:
    """Put the same tokens before and behind every window, (B, T) -> (B, T + their number)."""
    before, behind = (windows.new_tensor(tokens).expand(len(windows), -1) for tokens in around)
    return torch.cat((before, windows, behind), dim=1)


class MaskedBatches:
    """Windows with masked words to predict.

    Args:
        tokens: int64 (N,), the training text.
        context: T, with those around.
        batch_size: B.
        around: tokens before and behind every window, such as `[CLS]` and `[SEP]`.
        mask_token: the number of `[MASK]`.
        ordinary: int64 (V',), all tokens but the special ones.
        seed: of offsets, order and masks.
        fraction: of the tokens that are chosen, above 0 to 1.

    Yields:
        inputs, int64 (B, T), and targets, int64 (B, T), -100 where nothing is asked.
    """

    def __init__(
        self,
        tokens: Tensor,
        context: int,
        batch_size: int,
        *,
        around: tuple[Sequence[int], Sequence[int]],
        mask_token: int,
        ordinary: Tensor,
        seed: int,
        fraction: float = 0.15,
    ) -> None:
        room = context - sum(map(len, around))
        self.windows = WindowBatches(tokens, room, batch_size, seed)
        self.around = around
        self.batch_size, self.steps_per_epoch = batch_size, self.windows.steps_per_epoch
        self.mask_token, self.ordinary, self.seed = mask_token, ordinary, seed
        self.fraction = fraction

    def __iter__(self) -> "MaskedBatches":
        return self

    def __next__(self) -> tuple[Tensor, Tensor]:
        tokens, _ = next(self.windows)
        order = self.windows.order
        generator = torch_generator(self.seed, order.epoch, order.position, 2)
        inputs = surround(tokens, self.around)  # (B, T)
        return mask_tokens(inputs, self.mask_token, self.ordinary, generator, self.fraction)

    def state_dict(self) -> dict[str, Any]:
        return self.windows.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.windows.load_state_dict(state)
