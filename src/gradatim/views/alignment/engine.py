"""Attention where it was born: a translator writes a date, and looks back before each character.

Shapes: S tokens read, T tokens written, A width of the alignment model, V vocabulary.
"""

from dataclasses import replace
from typing import Any, ClassVar

import torch
from torch import Tensor

from gradatim.data.language.multi30k import encode_all
from gradatim.data.language.tokenizers import END, START, require_known_characters
from gradatim.errors import UserError
from gradatim.models.attention import AdditiveAttention
from gradatim.models.language.seq2seq import AttentiveWriter, Seq2Seq
from gradatim.recipes.language.shipped_models import DATES_BAHDANAU, open_shipped
from gradatim.recipes.registry import get
from gradatim.views.alignment.translator import MAX_WRITTEN, beginner, newest_run, write
from gradatim.views.core.controls import Choice, Number, Numbers, Text, exactly
from gradatim.views.core.engine import SEED, Engine
from gradatim.views.core.trainer import Trainer

MAX_READ = 48  # tokens
OPENING = 4  # tokens that are written when the figure opens: the year
LEARNING_RATE = 0.02  # of the model that learns live: without a schedule, a little lower
N_BEST = 4
FIRST_DATE = "le jeudi 14 mai 1998"


class AlignmentEngine(Engine):
    """A translator of dates that shows where it looks before each character it writes."""

    name = "alignment"
    controls: ClassVar = {
        "model": Choice("trained", ("trained", "live", "run")),
        "text": Text(FIRST_DATE, 200),
        "row": Number(-1, -1, MAX_WRITTEN, integer=True, hidden=True),  # -1: the newest
        "column": Number(-1, -1, MAX_READ, integer=True, hidden=True),  # -1: most weight
        # Where it must look: number of a written token, of the token read, of the next written ...
        "attended": Numbers(max_length=2 * MAX_WRITTEN, bound=MAX_READ),
        "seed": SEED,
    }
    when: ClassVar = {"seed": ("model", ("live",))}
    live = ("text", "row", "column", "attended")
    actions = ("look",)
    pace = 3.0
    opened_with = FIRST_DATE
    memory = 24  # states of a model that learns take a megabyte each

    def start(self) -> None:
        """Open or build the translator and let it write."""
        v = self.values
        self.trainer: Trainer | None = None
        self.loss: float | None = None
        self.shown = OPENING
        self.model: Seq2Seq
        if v["model"] == "live":
            task = beginner(v["seed"])
            optimizer = replace(get(DATES_BAHDANAU).train.optim, learning_rate=LEARNING_RATE)
            self.trainer = Trainer(task, optimizer)
            self.model, self.tokenizer = task.model, task.tokenizer  # type: ignore[assignment]
            example = FIRST_DATE
        elif v["model"] == "run":
            self.model, self.tokenizer, example = newest_run()
        else:
            self.model, self.tokenizer = open_shipped(DATES_BAHDANAU)  # type: ignore[assignment]
            example = FIRST_DATE
        if v["text"] == self.opened_with:  # nobody wrote another one
            v["text"] = self.opened_with = example
        self.translate()

    def translate(self) -> None:
        """Write the whole translation; the figure shows as many of its tokens as steps allow."""
        v = self.values
        text = v["text"].strip()
        if not text:
            raise UserError("The text is empty. Write a few words.")
        if v["model"] != "run":
            text = text.lower()
        require_known_characters(self.tokenizer, [text])
        source = encode_all(self.tokenizer, [text])[0]
        if len(source) > MAX_READ:
            raise UserError(
                f"The text has {len(source)} tokens; at most {MAX_READ} fit. Shorten it."
            )
        attended = {
            int(i): int(j) for i, j in zip(v["attended"][::2], v["attended"][1::2], strict=False)
        }
        self.attended = {i: j for i, j in attended.items() if 0 <= j < len(source)}
        self.written = write(self.model.eval(), source, self.attended)
        n = len(self.written.target)
        self.shown = n if self.trainer else min(max(self.shown, 1), n)

    def changed(self, name: str) -> None:
        """Write anew what depends on the control."""
        if name == "text":
            self.values |= {"attended": (), "row": -1, "column": -1}
            if self.trainer is None:  # its steps are characters of the text before
                self.steps, self.shown = 0, OPENING
                self.history.clear()
        if name in ("text", "attended"):
            self.translate()

    def look(self, value: Any) -> None:
        """Let token value[0] be written from a look at token value[1] only; -1: as it likes."""
        row, column = (int(number) for number in exactly("look", value, 2))
        attended = {i: j for i, j in self.attended.items() if i != row}
        if column >= 0:
            attended[row] = column
        self.set("attended", [number for pair in sorted(attended.items()) for number in pair])

    def advance(self) -> None:
        """Write the next character, or learn from one batch of dates."""
        if self.trainer is None:
            self.shown += 1
            self.values |= {"row": -1, "column": -1}
        else:
            self.model.train()
            self.loss = float(self.trainer.step(next(self.trainer.task.batches)))
            self.translate()

    def finished(self) -> bool:
        """Say that the translation is written."""
        return self.trainer is None and self.shown >= len(self.written.target)

    def finite(self) -> bool:
        """Say whether loss and weights are finite."""
        return self.trainer is None or self.trainer.finite()

    def state(self) -> Any:
        """Return how much is written, and a copy of what learns."""
        if self.trainer is None:
            return self.shown, None, None
        return self.loss, self.trainer.state(), self.trainer.task.batches.state_dict()

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        if self.trainer is None:
            self.shown = state[0]
            return
        self.loss = state[0]
        self.trainer.restore(state[1])
        self.trainer.task.batches.load_state_dict(state[2])
        self.translate()

    def frame(self) -> dict[str, Any]:
        """Return both texts, the weights so far, and the arithmetic of one of them."""
        v, written = self.values, self.written
        chosen = 0 <= v["row"] < self.shown
        row = int(v["row"]) if chosen else self.shown - 1
        there = 0 <= v["column"] < len(written.source)
        column = int(v["column"]) if there else int(written.weights[row].argmax())
        state, word = written.queries[row], written.keys[column]  # W s and U h, each (A,)
        attention = self.model.attention
        with torch.no_grad():
            hidden = torch.tanh(state + word)  # (A,)
            products = attention.score.weight[0] * hidden  # (A,)
            scores = attention.score(torch.tanh(state + written.keys))[:, 0]  # (S,)
        best = written.probabilities[row].topk(N_BEST)
        return {
            "source": self.names(written.source),
            "target": self.names(written.target[: self.shown]),
            "length": len(written.target),
            "weights": written.weights[: self.shown],
            "row": row,
            "column": column,
            "attended": [self.attended.get(i, -1) for i in range(self.shown)],
            "state": state,
            "word": word,
            "hidden": hidden,
            "products": products,
            "score": float(scores[column]),
            "total": float(scores.exp().sum()),
            "words": self.names(best.indices),
            "probabilities": best.values,
            "loss": self.loss,
        }

    def names(self, tokens: Tensor) -> list[str]:
        """Write each token as people read it."""
        special = {START: "start", END: "end"}
        names = [self.tokenizer.id_to_token(token) or "" for token in tokens.tolist()]
        decoded = [self.tokenizer.decode([token]) for token in tokens.tolist()]
        return [special.get(n) or d or n for n, d in zip(names, decoded, strict=True)]

    def sources(self) -> list[Any]:
        """Name the alignment model and the writer that uses it."""
        return [AdditiveAttention, AttentiveWriter]
