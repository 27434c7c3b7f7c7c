"""Hallucination on purpose: a small GPT learns synthetic facts, then is asked about unseen people.

It was told where Lomira Tasketh was born. Asked about a person it never met it answers all the
same, often with confidence: no training example ever was a refusal. Two remedies are
measured: to refuse below a threshold of confidence, and to train with questions whose answer is
<unknown>.

Shapes: B batch, N questions, T words, V vocabulary.
"""

from dataclasses import dataclass, field, replace
from typing import Annotated, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.info import QuestionInfo
from gradatim.data.language.synthetic_facts import SPECIAL, UNKNOWN, World, encode, invent
from gradatim.data.sampler import whole_batch
from gradatim.data.vision.batches import TensorBatches
from gradatim.help import Help
from gradatim.insight.metrics.calibration import reliability
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.recipes.base import Recipe
from gradatim.training import OptimizerConfig, Task, TrainConfig
from gradatim.validation import require_not_negative, require_sizes

CONFIDENCE_THRESHOLD = 0.5  # an answer with at least this probability is told as a fact


class Answers(NamedTuple):
    """What the model says to each question."""

    answers: np.ndarray  # most likely token, (N,)
    confidence: np.ndarray  # its probability, (N,)
    truth: np.ndarray  # token of the true answer, (N,)

    @property
    def right(self) -> np.ndarray:
        """Whether each answer is true, (N,)."""
        return self.answers == self.truth

    def answered(self, threshold: float = CONFIDENCE_THRESHOLD) -> np.ndarray:
        """Whether each answer is told as a fact: confident, and not a refusal; (N,)."""
        return (self.confidence >= threshold) & (self.answers != SPECIAL.index(UNKNOWN))


@torch.no_grad()
def ask(model: nn.Module, tokens: Tensor, places: Tensor) -> Answers:
    """Ask questions.

    Args:
        model: a GPT, tokens (N, T) to scores (N, T, V).
        tokens: questions with their true answers, (N, T).
        places: of the answer in each, (N,); a causal model does not see it.
    """
    model.eval()
    rows = torch.arange(len(tokens))
    device = next(model.parameters()).device
    # The scores at a place are those of the next word, so the answer is predicted one before it.
    logits = model(tokens.to(device)).cpu()[rows, places - 1]  # (N, V)
    best = logits.softmax(-1).max(-1)
    truth = tokens[rows, places]
    return Answers(best.indices.numpy(), best.values.double().numpy(), truth.numpy())


class FactRecallTask(Task):
    """Learn facts word by word; be asked about known and unseen people.

    Args:
        model: a GPT.
        world: people and their facts.
        batches: of tokens (B, T).
        info: the vocabulary.
    """

    def __init__(
        self, model: nn.Module, world: World, batches: TensorBatches, info: QuestionInfo
    ) -> None:
        self.model, self.world, self.batches, self.info = model, world, batches, info
        self.known = encode(world.known, world)
        self.unseen = encode(world.unseen, world)

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of the words from the answer on: a question is asked, not guessed."""
        tokens, places = batch  # (B, T), (B,)
        logits = self.model(tokens)[:, :-1]  # (B, T - 1, V)
        targets = tokens[:, 1:].clone()
        column = torch.arange(1, tokens.shape[1], device=tokens.device)
        # Names are drawn at random: to predict them would spend the network on noise.
        targets[(column < places[:, None]) | (targets == 0)] = -100
        loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=-100)
        return loss, {}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Ask about known people, at the end about unseen ones too."""
        known = ask(self.model, *self.known)
        measured = {
            # Of a wrong answer only that it is wrong is kept, so its loss is the largest there is.
            "loss": float(-np.log(np.clip(known.confidence * known.right, 1e-9, 1)).mean()),
            "accuracy": float(known.right.mean()),
            "refused_known": float((~known.answered()).mean()),
        }
        if not final:
            return measured
        strange = ask(self.model, *self.unseen)
        everybody = [np.concatenate(pair) for pair in zip(known, strange, strict=True)]
        both = Answers(*everybody)
        # A refusal is neither right nor wrong: confidence is judged on what was said.
        spoken = both.answers != SPECIAL.index(UNKNOWN)
        told = 0.0
        if spoken.any():
            told = reliability(both.confidence[spoken], both.right[spoken]).error
        return {
            **measured,
            "hallucination_rate": float((strange.answered() & ~strange.right).mean()),
            "refused_unseen": float((~strange.answered()).mean()),
            "calibration_error": told,
        }


@dataclass(frozen=True, kw_only=True)
class FactRecall(Recipe):
    """A small GPT and a world of invented people."""

    people: Annotated[int, Help("known people, with three facts each, at least 1")] = 200
    refusals: Annotated[
        int, Help("further people, about whom the training answer is <unknown>, at least 0")
    ] = 0
    unseen_people: Annotated[int, Help("people who are only in the test, at least 1")] = 200
    model: GPTConfig = field(default_factory=lambda: GPTConfig(width=128, n_layers=2, n_heads=4))

    info_type = QuestionInfo
    fixed = ("model.vocabulary_size", "model.context")

    def __post_init__(self) -> None:
        require_sizes(self, "people", "unseen_people")
        require_not_negative(self, "refusals")

    def world(self) -> World:
        """Invent the people of this recipe again."""
        return invent(self.people, self.refusals, self.unseen_people, self.train.seed)

    def build(self, device: torch.device) -> FactRecallTask:
        """Invent the people and write their facts down."""
        world = self.world()
        parts = [encode(world.known, world), encode(world.refused, world, refuse=True)]
        tokens, places = (torch.cat(both) for both in zip(*parts, strict=True))
        batch_size = whole_batch(self.train.batch_size, len(tokens))
        batches = TensorBatches(
            tokens, places, batch_size=batch_size, seed=self.train.seed, device=device
        )
        info = QuestionInfo(vocabulary=tuple(world.vocabulary), length=world.length)
        return FactRecallTask(self.build_model(info), world, batches, info)

    def build_model(self, info: QuestionInfo) -> nn.Module:
        """Build a GPT for this vocabulary."""
        sizes = {"vocabulary_size": len(info.vocabulary), "context": info.length}
        return GPT(replace(self.model, **sizes))


RECIPES: dict[str, Recipe] = {
    "facts-gpt": FactRecall(
        train=TrainConfig(
            epochs=100,
            batch_size=100,
            evaluate_every=200,
            threads=1,
            optim=OptimizerConfig(learning_rate=2e-3, weight_decay=0.01),
        ),
    ),
}
