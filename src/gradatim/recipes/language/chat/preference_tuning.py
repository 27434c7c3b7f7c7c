"""Stage 3 of 4 of a chat model: preference tuning. Polite answers rather than rude ones.

Shapes: B pairs per batch, T tokens, N pairs in all.
"""

import random
from dataclasses import dataclass, replace
from typing import Annotated, Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from gradatim.data.info import ChatInfo
from gradatim.data.language.answer_batches import padded
from gradatim.data.language.conversations import Preference, encode_example, preferences
from gradatim.data.language.lm_batches import IGNORED
from gradatim.data.sampler import ShuffledIndices
from gradatim.help import Help
from gradatim.models.language.dpo import answer_log_probability, dpo_loss
from gradatim.models.language.llama import Llama
from gradatim.recipes.base import Recipe
from gradatim.recipes.language.chat.instruction_tuning import freeze_words
from gradatim.recipes.language.chat_stage import ChatStage, sizes_of
from gradatim.recipes.language.text_recipes import LR_SCHEDULE
from gradatim.training import OptimizerConfig, Task, TrainConfig
from gradatim.validation import require_not_negative, require_positive

AT_ONCE = 32  # answers whose probabilities are measured in one pass
Encoded = list[tuple[Tensor, Tensor]]


class PreferenceBatches:
    """Pairs of answers with what the model thought of them before it learned.

    Yields:
        inputs and targets, int64 (B, T), of the chosen answers, and of the rejected ones; the
        log-probabilities of both under the model that training started from, (B, 2).
    """

    def __init__(
        self, chosen: Encoded, rejected: Encoded, before: Tensor, batch_size: int, seed: int
    ) -> None:
        self.chosen, self.rejected, self.before = chosen, rejected, before  # (2, N)
        self.order = ShuffledIndices(len(chosen), batch_size, seed)
        self.batch_size, self.steps_per_epoch = batch_size, self.order.steps_per_epoch

    def __iter__(self) -> "PreferenceBatches":
        return self

    def __next__(self) -> tuple[Tensor, ...]:
        index = next(self.order).tolist()  # B
        chosen, rejected = (
            padded([some[i] for i in index]) for some in (self.chosen, self.rejected)
        )
        return *chosen, *rejected, self.before[:, index].T

    def state_dict(self) -> dict[str, Any]:
        return self.order.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.order.load_state_dict(state)


@torch.no_grad()
def log_probabilities(model: Llama, answers: Encoded) -> Tensor:
    """How likely a model finds N answers, (N,) nats."""
    parts = [padded(answers[i : i + AT_ONCE]) for i in range(0, len(answers), AT_ONCE)]
    return torch.cat([answer_log_probability(model(inputs), t) for inputs, t in parts])


@dataclass(frozen=True)
class HeldOutPairs:
    """Pairs that are measured, with the log-probabilities (2, N) before training."""

    chosen: Encoded
    rejected: Encoded
    before: Tensor


class PreferenceTask(Task):
    """Find the chosen answer likelier than the rejected one, more so than before."""

    def __init__(
        self,
        model: Llama,
        batches: PreferenceBatches,
        held_out: tuple[HeldOutPairs, HeldOutPairs],
        tokenizer: Tokenizer,
        info: ChatInfo,
        beta: float,
    ) -> None:
        self.model, self.batches, self.info, self.beta = model, batches, info, beta
        self.validation, self.test = held_out
        self.files = {"tokenizer.json": tokenizer.to_str(pretty=True)}

    def loss(self, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, Tensor]]:
        """The loss of DPO, and the fraction of pairs whose chosen answer has the higher reward."""
        chosen_inputs, chosen_targets, rejected_inputs, rejected_targets, before = batch
        chosen = answer_log_probability(self.model(chosen_inputs), chosen_targets)  # (B,)
        rejected = answer_log_probability(self.model(rejected_inputs), rejected_targets)
        now = torch.stack((chosen, rejected))  # (2, B)
        return dpo_loss(chosen, rejected, before[:, 0], before[:, 1], self.beta), {
            "preferred": _preferred(now - before.T)
        }

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure unseen pairs.

        `preferred`: the polite answer has the higher implicit reward. `likelier`: it is likelier
        per token; `likelier_before`: it was, under the model that training started from.
        """
        pairs = self.test if final else self.validation
        model: Any = self.model
        now = torch.stack([log_probabilities(model, a) for a in (pairs.chosen, pairs.rejected)])
        lengths = torch.tensor(
            [[int((t != IGNORED).sum()) for _, t in a] for a in (pairs.chosen, pairs.rejected)]
        )  # (2, N)
        return {
            "loss": float(dpo_loss(now[0], now[1], pairs.before[0], pairs.before[1], self.beta)),
            "preferred": float(_preferred(now - pairs.before)),
            "likelier": float(_preferred(now / lengths)),
            "likelier_before": float(_preferred(pairs.before / lengths)),
        }


def _preferred(values: Tensor) -> Tensor:
    """The fraction of pairs whose first value is above the second, of values (2, B)."""
    chosen, rejected = values.detach()
    return (chosen > rejected).float().mean()


def with_other_questions(pairs: list[Preference], times: int, seed: int) -> list[Preference]:
    """Add every pair again below the question of another one.

    Which of two answers is polite can be told without the question. A model that sees each answer
    below its own question only memorizes the pairs.
    """
    draw = random.Random(seed)
    added = []
    for _ in range(times):
        questions = [pair.question for pair in pairs]
        draw.shuffle(questions)
        added += [
            replace(pair, question=question)
            for pair, question in zip(pairs, questions, strict=True)
        ]
    return [*pairs, *added]


@dataclass(frozen=True, kw_only=True)
class PreferenceTuning(ChatStage):
    """A LLaMA that learns which answers people prefer."""

    beta: Annotated[
        float, Help("cost of moving away from the model before, above 0; 0.1 is usual")
    ] = 0.1

    other_questions: Annotated[
        int,
        Help("times that a pair is also learned below the question of another one, at least 0"),
    ] = 1

    spoken = "it was taught which answers people prefer"

    def __post_init__(self) -> None:
        super().__post_init__()
        require_positive(self, "beta")
        require_not_negative(self, "other_questions")

    def build(self, device: torch.device) -> PreferenceTask:
        """Load the pairs, measure them with the model before, and join both."""
        model, tokenizer = self.opened()
        given = preferences()
        given["train"] = with_other_questions(given["train"], self.other_questions, self.train.seed)
        pairs = {part: self._measured(some, tokenizer, model) for part, some in given.items()}
        learned = pairs["train"]
        batches = PreferenceBatches(
            learned.chosen,
            learned.rejected,
            learned.before,
            self.train.batch_size,
            self.train.seed,
        )
        # There are few pairs: with words that learn, those of the training answers are learned.
        freeze_words(model, tokenizer)
        info = ChatInfo(sizes=sizes_of(model))
        held_out = pairs["validation"], pairs["test"]
        return PreferenceTask(model, batches, held_out, tokenizer, info, self.beta)

    def _measured(
        self, pairs: list[Preference], tokenizer: Tokenizer, model: Llama
    ) -> HeldOutPairs:
        """Tokens of the pairs, cut to what the model reads, and their log-probabilities."""
        context = model.config.context
        chosen, rejected = (
            [
                tuple(part[:context] for part in encode_example(tokenizer, question, answer))
                for question, answer in some
            ]
            for some in (
                [(p.question, p.chosen) for p in pairs],
                [(p.question, p.rejected) for p in pairs],
            )
        )
        before = torch.stack([log_probabilities(model, a) for a in (chosen, rejected)])  # type: ignore[arg-type]
        return HeldOutPairs(chosen, rejected, before)  # type: ignore[arg-type]


RECIPES: dict[str, Recipe] = {
    "chat-preferences": PreferenceTuning(
        train=TrainConfig(
            steps=116,
            batch_size=16,
            evaluate_every=58,
            threads=1,
            optim=OptimizerConfig(learning_rate=6e-4),
            lr_schedule=LR_SCHEDULE,
        ),
    ),
}
