"""Batches of questions with answers, of which only the answers are learned.

Shapes: B examples per batch, T tokens.
"""

from typing import Any

from torch import Tensor

from gradatim.data.language.lm_batches import IGNORED
from gradatim.data.language.multi30k import PairBatches
from gradatim.data.language.tokenizers import pad

PADDING = 0  # <|endoftext|>, which is never asked for in a conversation


class AnswerBatches:
    """Examples of similar length under each other.

    Args:
        examples: inputs and targets, int64 (T_i,) each; targets are -100 where nothing is asked.
        batch_size: B.
        seed: of the order.

    Yields:
        inputs and targets, int64 (B, T).
    """

    def __init__(
        self, examples: list[tuple[Tensor, Tensor]], batch_size: int, *, seed: int
    ) -> None:
        inputs = [tokens for tokens, _ in examples]
        targets = [wanted.masked_fill(wanted == IGNORED, PADDING) for _, wanted in examples]
        self.pairs = PairBatches(inputs, targets, batch_size, padding=PADDING, seed=seed)
        self.batch_size, self.steps_per_epoch = batch_size, self.pairs.steps_per_epoch

    def __iter__(self) -> "AnswerBatches":
        return self

    def __next__(self) -> tuple[Tensor, Tensor]:
        inputs, targets = next(self.pairs)
        return inputs, targets.masked_fill(targets == PADDING, IGNORED)

    def state_dict(self) -> dict[str, Any]:
        return self.pairs.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.pairs.load_state_dict(state)


def padded(examples: list[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
    """All examples as one batch: inputs and targets, int64 (B, T)."""
    inputs = pad([tokens for tokens, _ in examples], PADDING)
    return inputs, pad([targets for _, targets in examples], IGNORED)
