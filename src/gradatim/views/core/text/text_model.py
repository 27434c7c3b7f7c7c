"""Text models for the views of chapters 7 and 8: shipped, trained live, from a run, or published.

Shapes: T tokens.
"""

import copy
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from gradatim.data.language import tokenizers
from gradatim.errors import UserError
from gradatim.models.hub import load_save
from gradatim.models.language.bert import BERT
from gradatim.models.language.gpt import GPT
from gradatim.models.language.llama import Llama
from gradatim.models.language.mixtral import Mixtral
from gradatim.models.language.sampling import Sampling, generate
from gradatim.recipes.language import shipped_models
from gradatim.recipes.language.causal_lm import LanguageModel, LanguageTask
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.recipes.runs import open_run
from gradatim.training.config import OptimizerConfig
from gradatim.typed import parse_json
from gradatim.views.core.engine import temporary_seed
from gradatim.views.core.newest_run import DEPTHS
from gradatim.views.core.trainer import Trainer
from gradatim.views.core.uploads import read_text

CPU = torch.device("cpu")
MAX_TEXT = 2_000_000  # bytes of a visitor's own text
RUNS = Path("runs")
# Task -> the class of its model, and the recipe of which a smaller one learns live.
KINDS: dict[str, tuple[type[nn.Module], str]] = {
    "next": (GPT, "docs-gpt"),
    "llama": (Llama, "wikitext-llama"),
    "mixtral": (Mixtral, "wikitext-mixtral"),
    "masked": (BERT, "docs-bert"),
}
# Task -> the trained model that ships with the package.
SHIPPED = {"llama": shipped_models.EVERYDAY_LLAMA, "masked": shipped_models.EVERYDAY_BERT}


def small_recipe(kind: str, text: str = "") -> LanguageModel:
    """Return the recipe for a kind of model, small enough to watch it learn."""
    name = KINDS[kind][1]
    sizes: dict[str, Any] = {"width": 96, "n_layers": 2, "n_heads": 4, "context": 48}
    sizes |= {"llama": {"hidden": 192}, "mixtral": {"hidden": 64}}.get(kind, {})
    data: dict[str, Any] = {"text": text, "vocabulary": 400} if text else {"text": "docs"}
    if kind in ("llama", "mixtral") and not text:
        data |= {"vocabulary": 1000}
    recipe = change(name, get(name), {**sizes, **data, "batch_size": 16})
    assert isinstance(recipe, LanguageModel)
    return recipe


@cache
def built_in_task(kind: str) -> LanguageTask:
    """Train the tokenizer on the built-in text, once for all visitors."""
    return small_recipe(kind).build(CPU)


class TextModel:
    """A text model with its tokenizer, and its trainer where it learns live."""

    def __init__(self, kind: str, seed: int, learning_rate: float, text: bytes = b"") -> None:
        """Build an untrained model.

        Args:
            kind: "next" (GPT), "llama", "mixtral" or "masked" (BERT).
            seed: of its first weights.
            learning_rate: of its training.
            text: the visitor's own text; the built-in one when empty.
        """
        recipe = small_recipe(kind)
        original = built_in_task(kind)
        if text:
            recipe, original = _from_text(kind, text)
        # The tokens are shared by all visitors; model and place in the text are each one's own.
        task = copy.copy(original)
        task.batches = copy.deepcopy(original.batches)
        with temporary_seed(seed):
            task.model = recipe.build_model(task.info)
        self.kind, self.model = kind, task.model
        self.tokenizer = Tokenizer.from_str(task.files["tokenizer.json"])
        self.trainer: Trainer | None = Trainer(task, OptimizerConfig(learning_rate=learning_rate))
        self.context = recipe.model.context

    @classmethod
    def trained(cls, kind: str, model: nn.Module, tokenizer: Tokenizer) -> "TextModel":
        """Take a trained model: there is nothing to learn here."""
        text_model = cls.__new__(cls)
        text_model.kind, text_model.model, text_model.trainer = kind, model, None
        text_model.tokenizer = tokenizer
        text_model.context = model.config.context  # type: ignore[union-attr]
        return text_model

    @classmethod
    def shipped(cls, kind: str) -> "TextModel":
        """Open the model of this kind that ships with the package, a key of `SHIPPED`."""
        return cls.trained(kind, *shipped_models.open_shipped(SHIPPED[kind]))

    @classmethod
    def from_run(cls, kind: str) -> "TextModel":
        """Open the newest model of this kind in `runs`: a run, or a published checkpoint.

        Raises:
            UserError: there is none.
        """
        found = [file for depth in DEPTHS for file in RUNS.glob(f"{depth}/model.safetensors")]
        newest = sorted(found, key=lambda file: -file.stat().st_mtime)
        for folder in (weights.parent for weights in newest):
            try:
                found_model = cls.from_folder(folder)
            except UserError:
                continue  # it is of another kind, or damaged: an older one may do
            if found_model.kind == kind:
                return found_model
        raise UserError(
            f"The folder {RUNS}/ here has no trained model of this kind yet: make one with "
            f"`gradatim train {KINDS[kind][1]}`, put a published checkpoint there, "
            "or watch one learn live."
        )

    @classmethod
    def from_folder(cls, folder: Path) -> "TextModel":
        """Open the model of a run folder or of a published checkpoint.

        Raises:
            UserError: it holds no model of a text, or is damaged.
        """
        file = folder / "tokenizer.json"
        if not file.is_file():
            raise UserError(f"{folder.name} has no tokenizer.json, so it is no model of a text.")
        model = open_model(folder)
        kind = next((kind for kind, (wanted, _) in KINDS.items() if type(model) is wanted), "")
        if not kind:
            raise UserError(f"{folder.name} holds a {type(model).__name__}; this view shows none.")
        try:
            return cls.trained(kind, model, Tokenizer.from_file(str(file)))
        except Exception as error:  # of the tokenizers library, which has no class of its own
            raise UserError(f"tokenizer.json of {folder.name} cannot be read: {error}") from None

    def step(self) -> float:
        """Learn from one batch of text; returns its loss."""
        assert self.trainer is not None
        self.model.train()
        return float(self.trainer.step(next(self.trainer.task.batches)))

    def state(self) -> Any:
        """Return a copy of weights, optimizer and place in the text."""
        if self.trainer is None:
            return None
        return self.trainer.state(), self.trainer.task.batches.state_dict()

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        if self.trainer is not None and state is not None:
            self.trainer.restore(state[0])
            self.trainer.task.batches.load_state_dict(state[1])

    def encode(self, text: str, max_tokens: int) -> tuple[Tensor, str]:
        """Cut a text into tokens, (T,), as many as fit; and say so where some are left out.

        Args:
            text: what to cut.
            max_tokens: that fit; no more than the model's context are taken either.

        Raises:
            UserError: no text, or characters that the tokenizer lacks.
        """
        tokens = tokenizers.encode(self.tokenizer, text)
        if not len(tokens):
            raise UserError("The text is empty. Write a few words.")
        fitting = min(max_tokens, self.context)
        if len(tokens) <= fitting:
            return tokens, ""
        return (
            tokens[:fitting],
            f"The text has {len(tokens)} tokens; the first {fitting} are read.",
        )

    def token_strings(self, tokens: Tensor) -> list[str]:
        """Write each token as people read it."""
        special = {i: name for name, i in self._specials().items()}
        out = []
        for token in tokens.tolist():
            if token in special:
                out.append(special[token])
            elif self.kind != "masked":
                out.append(self.tokenizer.decode([token]).replace("\n", "⏎"))
            else:
                out.append(self.tokenizer.id_to_token(token) or "")
        return out

    def continue_text(self, tokens: Tensor, n: int, sampling: Sampling, seed: int) -> str:
        """Let a causal language model add n tokens; returns the whole text."""
        self.model.eval()
        added = generate(
            self.model,  # type: ignore[arg-type]
            tokens,
            n,
            context=self.context,
            sampling=sampling,
            seed=seed,
        )
        return self.tokenizer.decode([*tokens.tolist(), *added])

    @property
    def mask_id(self) -> int:
        """The number of the token [MASK]."""
        return self._specials()["[MASK]"]

    def _specials(self) -> dict[str, int]:
        numbers = {name: self.tokenizer.token_to_id(name) for name in tokenizers.BERT_SPECIALS}
        return {name: number for name, number in numbers.items() if number is not None}

    @torch.no_grad()
    def logits(self, tokens: Tensor) -> Tensor:
        """Scores of every word at every place, (T, V)."""
        self.model.eval()
        return self.model(tokens[None])[0]


def custom_model(
    model: Any, tokenizer: Any, values: dict[str, Any]
) -> tuple[TextModel | None, dict[str, Any]]:
    """Tell a trained model that somebody passes as `model=` from a value of the control `model`.

    Returns:
        The model, if one was passed, and the values of the controls.

    Raises:
        UserError: a model of a class that no view reads, or one without its tokenizer.
    """
    if model is None:
        return None, values
    if isinstance(model, str):
        return None, {"model": model, **values}
    kind = next((k for k, (wanted, _) in KINDS.items() if type(model) is wanted), None)
    if kind is None or not isinstance(tokenizer, Tokenizer):
        raise UserError(
            "Give a GPT, Llama, Mixtral or BERT of this package as model=, and its "
            "tokenizer= (a Tokenizer of the tokenizers library)."
        )
    return TextModel.trained(kind, model, tokenizer), {"task": kind, **values}


def open_model(folder: Path) -> nn.Module:
    """Open the model of a run folder or of a published checkpoint.

    Raises:
        UserError: it is neither, or damaged.
    """
    try:
        config = parse_json((folder / "config.json").read_bytes())
    except (OSError, ValueError):
        raise UserError(f"{folder} has no config.json that can be read.") from None
    if isinstance(config, dict) and "model_type" in config:
        return load_save.load(folder).model.float()
    return open_run(folder, CPU)[1]


def _from_text(kind: str, content: bytes) -> tuple[LanguageModel, LanguageTask]:
    """Learn the tokens of a visitor's own text."""
    if len(content) > MAX_TEXT:
        raise UserError(f"The text has {len(content) / 1e6:.0f} MB; at most 2 MB are taken.")
    text = read_text(content)
    if len(text) < 5000:
        raise UserError(f"The text has {len(text)} characters; at least 5000 are needed.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(text, encoding="utf-8")
        recipe = small_recipe(kind, str(path))
        return recipe, recipe.build(CPU)
