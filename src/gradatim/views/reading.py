"""Text models for the views of chapters 7 and 8: trained live, or opened from a run folder.

Shapes: T tokens.
"""

import copy
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from gradatim.data import tokenizers
from gradatim.errors import UserError
from gradatim.models.bert import BERT
from gradatim.models.gpt import GPT
from gradatim.recipes.base import open_run
from gradatim.recipes.language import LANGUAGE_RECIPES, LanguageTask, TextRecipe
from gradatim.recipes.masked import MASKED_RECIPES
from gradatim.training.settings import Settings
from gradatim.views.engine import seeded
from gradatim.views.learning import Learner

CPU = torch.device("cpu")
MAX_TEXT = 2_000_000  # bytes of a visitor's own text
RUNS = Path("runs")


def small_recipe(kind: str, text: str = "") -> TextRecipe:
    """The lecture's recipe for "next" or "masked" word, small enough to watch it learn."""
    recipe = LANGUAGE_RECIPES["docs-gpt"] if kind == "next" else MASKED_RECIPES["docs-bert"]
    sizes: dict[str, Any] = {"width": 96, "n_layers": 2, "n_heads": 4, "context": 48}
    if text:
        sizes |= {"text": text, "vocabulary": 400}
    assert isinstance(recipe, TextRecipe)
    return replace(recipe, optimizer="adamw", learning_rate=3e-3, batch_size=16, expect="", **sizes)


@cache
def built(kind: str) -> LanguageTask:
    """Learn the tokens of the built-in text once for all visitors."""
    return small_recipe(kind).build(CPU)  # type: ignore[return-value]


class Reader:
    """A text model with its tokenizer, and its learner while it is trained live."""

    def __init__(self, kind: str, seed: int, learning_rate: float, text: bytes = b"") -> None:
        """Build an untrained model.

        Args:
            kind: "next" (GPT) or "masked" (BERT).
            seed: of its first weights.
            learning_rate: of its training.
            text: the visitor's own text; the built-in one when empty.
        """
        original = _from_text(kind, text) if text else built(kind)
        task = copy.copy(original)
        task.batches = copy.deepcopy(original.batches)
        with seeded(seed):
            task.model = task.recipe.model(task.facts)
        self.kind, self.model = kind, task.model
        self.tokenizer = Tokenizer.from_str(task.files["tokenizer.json"])
        self.learner: Learner | None = Learner(
            task, Settings(optimizer="adamw", learning_rate=learning_rate)
        )
        self.context = task.recipe.context

    @classmethod
    def from_run(cls, kind: str) -> "Reader":
        """Open the newest run of this kind in the folder `runs`.

        Raises:
            UserError: there is none.
        """
        wanted = GPT if kind == "next" else BERT
        folders = sorted(RUNS.glob("*/model.safetensors"), key=lambda p: -p.stat().st_mtime)
        for weights in folders:
            if not (weights.parent / "tokenizer.json").exists():
                continue
            _, model, _, _ = open_run(weights.parent, CPU)
            if isinstance(model, wanted):
                reader = cls.__new__(cls)
                reader.kind, reader.model, reader.learner = kind, model, None
                reader.tokenizer = Tokenizer.from_file(str(weights.parent / "tokenizer.json"))
                reader.context = model.config.context
                return reader
        recipe = "docs-gpt" if kind == "next" else "docs-bert"
        raise UserError(
            f"The folder {RUNS}/ here has no trained model of this kind yet: "
            f"make one with `gradatim train {recipe}`, or watch one learn live."
        )

    def step(self) -> float:
        """Learn from one batch of text; returns its loss."""
        assert self.learner is not None
        self.model.train()
        return float(self.learner.step(next(self.learner.task.batches)))

    def state(self) -> Any:
        """Return a copy of weights, optimizer and place in the text."""
        if self.learner is None:
            return None
        return self.learner.state(), self.learner.task.batches.state_dict()

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        if self.learner is not None and state is not None:
            self.learner.restore(state[0])
            self.learner.task.batches.load_state_dict(state[1])

    def encode(self, text: str, most: int) -> Tensor:
        """Cut a text into at most `most` tokens, (T,).

        Raises:
            UserError: nothing that the model can read, or too long a text.
        """
        try:
            tokens = tokenizers.encode(self.tokenizer, text)
        except UserError:
            raise UserError("The text has signs that this model never saw; use others.") from None
        if not len(tokens):
            raise UserError("The text is empty; write a few words.")
        most = min(most, self.context)
        if len(tokens) > most:
            raise UserError(f"The text has {len(tokens)} tokens; at most {most} fit here.")
        return tokens

    def words(self, tokens: Tensor) -> list[str]:
        """Write each token as people read it."""
        special = {i: name for name, i in self._specials().items()}
        out = []
        for token in tokens.tolist():
            if token in special:
                out.append(special[token])
            elif self.kind == "next":
                out.append(self.tokenizer.decode([token]).replace("\n", "⏎"))
            else:
                out.append(self.tokenizer.id_to_token(token) or "")
        return out

    @property
    def mask(self) -> int:
        """The number of the hidden word's sign."""
        return self._specials()["[MASK]"]

    def _specials(self) -> dict[str, int]:
        numbers = {name: self.tokenizer.token_to_id(name) for name in tokenizers.BERT_SPECIALS}
        return {name: number for name, number in numbers.items() if number is not None}

    @torch.no_grad()
    def logits(self, tokens: Tensor) -> Tensor:
        """Scores of every word at every place, (T, V)."""
        self.model.eval()
        return self.model(tokens[None])[0]


def _from_text(kind: str, content: bytes) -> LanguageTask:
    """Learn the tokens of a visitor's own text."""
    if len(content) > MAX_TEXT:
        raise UserError(f"The text has {len(content) / 1e6:.0f} MB; at most 2 MB are taken.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError("The file is not a text file in UTF-8.") from None
    if len(text) < 5000:
        raise UserError(f"The text has {len(text)} characters; at least 5000 are needed.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(text, encoding="utf-8")
        return small_recipe(kind, str(path)).build(CPU)  # type: ignore[return-value]


def finite(model: nn.Module) -> bool:
    """Say whether all weights are finite."""
    return all(bool(torch.isfinite(p).all()) for p in model.parameters())
