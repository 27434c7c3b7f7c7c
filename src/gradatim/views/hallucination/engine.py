"""Confident invention: a small GPT learns facts about people, then is asked about others.

It learns while one watches. All people share first and last names, so nothing but a whole name
tells somebody who is known from somebody who never was.

Shapes: N questions, V words.
"""

import math
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor

from gradatim.data.language.synthetic_facts import Fact, encode
from gradatim.models.language.gpt import GPT
from gradatim.recipes.language.fact_recall import RECIPES, Answers, FactRecall, FactRecallTask, ask
from gradatim.training.config import OptimizerConfig
from gradatim.views.core.controls import Number
from gradatim.views.core.engine import SEED, Engine, temporary_seed
from gradatim.views.core.trainer import Trainer

N_UNSEEN = 40  # people who are only asked about
N_ANSWERS = 5  # the likeliest that are shown
MEASURE_EVERY = 5  # steps
BINS = 10  # of the confidence


class HallucinationEngine(Engine):
    """A small GPT that learns facts, and what it says about people it was never told of."""

    name = "hallucination"
    controls: ClassVar = {
        "people": Number(20, 10, 40, integer=True),
        "refusals": Number(0, 0, 60, integer=True),
        "threshold": Number(0.5, 0.05, 0.99),
        "question": Number(0, 0, 29, integer=True),
        "learning_rate": Number(0.0015, 0.0001, 0.01, log=True),
        "seed": SEED,
    }
    live = ("threshold", "question", "learning_rate")
    pace = 30.0
    memory = 12  # states of the network

    def start(self) -> None:
        """Make up the people and build the network from the seed."""
        v = self.values
        shipped = RECIPES["facts-gpt"]
        assert isinstance(shipped, FactRecall)
        recipe = replace(
            shipped,
            people=v["people"],
            refusals=v["refusals"],
            unseen_people=N_UNSEEN,
            train=replace(shipped.train, seed=v["seed"], batch_size=20),
        )
        with temporary_seed(v["seed"]):
            self.task: FactRecallTask = recipe.build(torch.device("cpu"))
        self.trainer = Trainer(self.task, OptimizerConfig(learning_rate=v["learning_rate"]))
        self.loss = 0.0
        self.answers: list[tuple[int, Answers, Answers]] = []  # step, of known and unseen people
        self.measure(0)

    def advance(self) -> None:
        """Learn from one batch of facts."""
        with temporary_seed(self.values["seed"] + self.steps):  # of dropout
            self.loss = float(self.trainer.step(next(self.task.batches)))
        if (self.steps + 1) % MEASURE_EVERY == 0:
            self.measure(self.steps + 1)

    def measure(self, step: int) -> None:
        """Ask every question about known and about unseen people."""
        known, unseen = (
            ask(self.task.model, *told) for told in (self.task.known, self.task.unseen)
        )
        self.task.model.train()
        self.answers.append((step, known, unseen))

    def changed(self, name: str) -> None:
        """Let a new learning rate act; the others are only looked at."""
        if name == "learning_rate":
            self.trainer.set_learning_rate(self.values[name])

    def finite(self) -> bool:
        """Say whether loss and weights are finite."""
        return math.isfinite(self.loss) and self.trainer.finite()

    def state(self) -> Any:
        """Return a copy of network, optimizer and place in the facts."""
        return self.trainer.state(), self.task.batches.state_dict(), len(self.answers)

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        trainer, batches, n = state
        self.trainer.restore(trainer)
        self.task.batches.load_state_dict(batches)
        del self.answers[n:]
        self.loss = 0.0

    @torch.no_grad()
    def answer(self, fact: Fact, question: tuple[Tensor, Tensor]) -> dict[str, Any]:
        """What the network says to one question, and what is true."""
        tokens, place = question
        self.task.model.eval()
        logits = self.task.model(tokens[None])[0, int(place) - 1]  # (V,)
        self.task.model.train()
        best = logits.softmax(0).topk(N_ANSWERS)
        vocabulary = self.task.world.vocabulary
        return {
            "words": fact.words[1:-1],
            "truth": fact.answer,
            "best": [
                [vocabulary[i], round(p, 4)]
                for i, p in zip(best.indices.tolist(), best.values.tolist(), strict=True)
            ],
        }

    def frame(self) -> dict[str, Any]:
        """Return two questions with their answers, the confidence in all, and both curves."""
        world, at = self.task.world, self.values["question"]
        threshold = self.values["threshold"]
        asked = {}
        for name, facts in (("known", world.known), ("unseen", world.unseen)):
            question = tuple(part[0] for part in encode([facts[at]], world))
            asked[name] = self.answer(facts[at], question)  # type: ignore[arg-type]
        rows = [
            (
                step,
                (known.answered(threshold) & known.right).mean(),
                (unseen.answered(threshold) & ~unseen.right).mean(),
            )
            for step, known, unseen in self.answers[-200:]
        ]
        _, known, unseen = self.answers[-1]
        return {
            **asked,
            "curve": np.array(rows, np.float32),  # step, true answers, false answers
            "confidence": np.stack([_spread(known), _spread(unseen)]),
            "n_known": len(world.known),
            "n_unseen": len(world.unseen),
            "n_refused": len(world.refused),
        }

    def sources(self) -> list[Any]:
        """Name the loss, the questions and the network."""
        return [FactRecallTask.loss, ask, Answers, GPT]


def _spread(answers: Answers) -> np.ndarray:
    """Fraction of the questions by the confidence of the answer, refusals left out, (BINS,)."""
    told = answers.answered(0.0)
    counts, _ = np.histogram(answers.confidence[told], BINS, (0, 1))
    return (counts / len(answers.confidence)).astype(np.float32)
