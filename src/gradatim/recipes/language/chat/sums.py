"""Stage 4 of 4 of a chat model: reinforcement. Sums of three digits, with a calculator or without.

Nobody shows the model an answer: it tries several, a program checks them, and the better ones
become likelier.

Shapes: Q questions, G answers to each, B = Q x G, T tokens.
"""

import random
from dataclasses import dataclass
from typing import Annotated, Any

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn

from gradatim.data.info import ChatInfo
from gradatim.data.language.answer_batches import PADDING
from gradatim.data.language.conversations import Example, sums
from gradatim.data.language.tokenizers import pad
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.language.grpo import group_advantages, grpo_loss
from gradatim.recipes.base import Recipe
from gradatim.recipes.language.chat.answers import Answer, answer_all, answer_text
from gradatim.recipes.language.chat_stage import ChatStage, sizes_of
from gradatim.spelling import given
from gradatim.training import OptimizerConfig, ScheduleConfig, Task, TrainConfig
from gradatim.validation import require_sizes

DIGITS = 3
LONGEST = 14  # tokens at a stretch: a call of a sum of three digits has 11
N_VALIDATION, N_TEST = 100, 500


def reward(answer: Answer, example: Example, tokenizer: Tokenizer) -> float:
    """1 for the right number and an end, else 0."""
    return float(answer.ended and answer_text(answer, tokenizer) == example.answer)


class Trials:
    """Answers that the model itself tries, with what each is worth.

    Yields:
        inputs and targets, int64 (B, T); own, boolean (B, T), the tokens that the model wrote; old,
        their log-probabilities when it wrote them; advantages and rewards, (B,).
    """

    def __init__(
        self,
        model: nn.Module,
        tokenizer: Tokenizer,
        batch_size: int,
        group: int,
        *,
        calculator: bool,
        seed: int,
    ) -> None:
        self.model, self.tokenizer, self.group = model, tokenizer, group
        self.calculator, self.seed = calculator, seed
        self.batch_size, self.steps_per_epoch = batch_size, 100  # sums never end
        self.step = 0

    def __iter__(self) -> "Trials":
        return self

    def __next__(self) -> dict[str, Tensor]:
        self.step += 1
        seed = random.Random(f"{self.seed} {self.step}").randrange(2**31)
        examples = [
            example
            for example in sums(self.batch_size // self.group, DIGITS, seed, calculator=False)
            for _ in range(self.group)
        ]
        was_training = self.model.training
        self.model.eval()
        answers = answer_all(
            self.model,
            self.tokenizer,
            [example.question for example in examples],
            LONGEST,
            calculator=self.calculator,
            temperature=1.0,
            generator=torch.Generator().manual_seed(seed),
        )
        rewards = torch.tensor(
            [reward(a, e, self.tokenizer) for a, e in zip(answers, examples, strict=True)]
        )
        batch = _as_batch(answers)
        with torch.no_grad():
            batch["old"] = token_log_probabilities(self.model, batch)
        self.model.train(was_training)
        advantages = group_advantages(rewards.view(-1, self.group)).flatten()
        return batch | {"advantages": advantages, "rewards": rewards}

    def state_dict(self) -> dict[str, Any]:
        return {"step": self.step}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.step = state["step"]


def _as_batch(answers: list[Answer]) -> dict[str, Tensor]:
    """Questions with their answers under each other, and which tokens are the model's."""
    whole = [torch.tensor(answer.prompt + answer.tokens) for answer in answers]
    own = [torch.tensor([False] * len(a.prompt) + a.own) for a in answers]
    tokens = pad(whole, PADDING)  # (B, T + 1)
    written = torch.nn.utils.rnn.pad_sequence(own, batch_first=True)
    return {"inputs": tokens[:, :-1], "targets": tokens[:, 1:], "own": written[:, 1:]}


def token_log_probabilities(model: nn.Module, batch: dict[str, Tensor]) -> Tensor:
    """Log-probability of every next token under a model, (B, T)."""
    logits = model(batch["inputs"]).float()  # (B, T, V)
    targets = batch["targets"]
    losses = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none")
    return -losses.view(targets.shape)


class SumsTask(Task):
    """Earn the reward of right sums."""

    plays = True

    def __init__(self, model: nn.Module, trials: Trials, info: ChatInfo) -> None:
        self.model, self.batches, self.info = model, trials, info
        self.trials = trials
        self.files = {"tokenizer.json": trials.tokenizer.to_str(pretty=True)}

    def loss(self, batch: dict[str, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """The loss of GRPO, and the fraction of tries that were right."""
        now = token_log_probabilities(self.model, batch)
        loss = grpo_loss(now, batch["old"], batch["advantages"], batch["own"])
        return loss, {"right": batch["rewards"].mean()}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Ask unseen sums; the loss is the fraction of wrong answers."""
        seed, n = (2, N_TEST) if final else (1, N_VALIDATION)
        examples = sums(n, DIGITS, seed, calculator=False)
        tokenizer = self.trials.tokenizer
        answers = answer_all(
            self.model,
            tokenizer,
            [example.question for example in examples],
            LONGEST,
            calculator=self.trials.calculator,
        )
        pairs = zip(answers, examples, strict=True)
        right = sum(reward(answer, example, tokenizer) for answer, example in pairs) / n
        return {"loss": 1 - right, "right": right}


@dataclass(frozen=True, kw_only=True)
class Sums(ChatStage):
    """A LLaMA that learns to add by trial and reward."""

    calculator: Annotated[bool, Help("a calculator that answers when the model calls it")] = True
    group: Annotated[int, Help("answers to the same question, a divisor of the batch size")] = 8

    spoken = "it was rewarded for right sums"

    def __post_init__(self) -> None:
        super().__post_init__()
        require_sizes(self, "group")
        if self.group < 2 or self.train.batch_size % self.group:
            raise UserError(
                f"{given('group', self.group)} and {given('batch_size', self.train.batch_size)}: "
                "give a group of 2 or more that divides the batch size."
            )

    def build(self, device: torch.device) -> SumsTask:
        """Open the model that learns."""
        model, tokenizer = self.opened()
        trials = Trials(
            model,
            tokenizer,
            self.train.batch_size,
            self.group,
            calculator=self.calculator,
            seed=self.train.seed,
        )
        return SumsTask(model, trials, ChatInfo(sizes=sizes_of(model)))


RECIPES: dict[str, Recipe] = {
    "chat-sums": Sums(
        train=TrainConfig(
            steps=100,
            batch_size=64,
            evaluate_every=50,
            threads=1,
            optim=OptimizerConfig(learning_rate=3e-4),
            lr_schedule=ScheduleConfig(schedule="constant", warmup=0.05),
        ),
    ),
}
