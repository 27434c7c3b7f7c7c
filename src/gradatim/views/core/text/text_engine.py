"""What the views of a text model share: where the model comes from and how it learns live."""

import math
from pathlib import Path
from typing import Any, ClassVar

from gradatim.errors import UserError
from gradatim.views.core.engine import Engine
from gradatim.views.core.text.text_model import KINDS, SHIPPED, TextModel, custom_model


class TextEngine(Engine):
    """A text model that ships trained, learns live, was trained in a run folder, or is one's own.

    Its view has the controls `task`, `model`, `text`, `learning_rate` and `seed`.
    """

    # "next" for causal models, "masked" for BERT; with "live " in front for those that learn, or
    # were trained elsewhere: they know other text than what ships.
    default_texts: ClassVar[dict[str, str]]
    accepts = ".txt"
    takes = ("run",)
    pace = 8.0
    memory = 24
    own_text = b""  # that the model learns; the built-in one when empty

    def __init__(self, model: Any = None, tokenizer: Any = None, **values: Any) -> None:
        """Start with a model that learns, or with one's own trained one.

        Args:
            model: a model of this package, with its tokenizer; or a value of the control `model`.
            tokenizer: of the tokenizers library; needed with a model of one's own.
            values: controls by name.
        """
        self.custom_model, values = custom_model(model, tokenizer, values)
        super().__init__(**values)

    @property
    def masked(self) -> bool:
        """Whether the model fills masked tokens, and does not predict the next one."""
        return self.values["task"] == "masked"

    def default_text(self) -> str:
        """The text that a task begins with."""
        ships = self.values["model"] == "trained" and self.custom_model is None
        return self.default_texts[
            ("" if ships else "live ") + ("masked" if self.masked else "next")
        ]

    def start(self) -> None:
        """Build or open the model."""
        v = self.values
        if v["model"] == "trained" and v["task"] not in SHIPPED:
            v["model"] = "live"
        if v["text"] in self.default_texts.values():  # nobody wrote another one
            v["text"] = self.default_text()
        if self.custom_model and self.custom_model.kind == v["task"]:
            self.text_model = self.custom_model
        elif v["model"] == "trained":
            self.text_model = TextModel.shipped(v["task"])
        elif v["model"] == "run":
            self.text_model = TextModel.from_run(v["task"])
        else:
            self.text_model = TextModel(v["task"], v["seed"], v["learning_rate"], self.own_text)
        self.losses: list[float] = []

    def set(self, name: str, value: Any) -> None:
        """Change a control; another task begins with its own text."""
        if name == "task" and value in list(KINDS) and value != self.values[name]:
            self.values["text"] = self.default_texts["masked" if value == "masked" else "next"]
            self.clear_choices()
        if name == "model" and value != self.values[name]:
            self.custom_model = None
        super().set(name, value)

    def clear_choices(self) -> None:
        """Forget what was chosen in a text that is replaced."""

    def changed(self, name: str) -> None:
        """Let a new learning rate act from the next step on."""
        if name == "learning_rate" and self.text_model.trainer:
            self.text_model.trainer.set_learning_rate(self.values[name])

    def advance(self) -> None:
        """Learn from one batch of text."""
        self.losses.append(self.text_model.step())
        del self.losses[:-600]  # more than are drawn, so that going back still has some

    def finished(self) -> bool:
        """Say that a trained model has nothing to learn here."""
        return self.text_model.trainer is None

    def finite(self) -> bool:
        """Say whether loss and weights are finite."""
        trainer = self.text_model.trainer
        return trainer is None or (math.isfinite(self.losses[-1]) and trainer.finite())

    def state(self) -> Any:
        """Return a copy of the model and its learning."""
        return self.text_model.state(), list(self.losses)

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        self.text_model.restore(state[0])
        self.losses = list(state[1])

    def load_file(self, name: str, content: bytes) -> None:
        """Let the model learn the visitor's own text."""
        before, self.own_text = self.own_text, content
        try:
            self.values["model"] = "live"
            self.reset()
        except UserError:
            self.own_text = before
            self.reset()
            raise
        self.notice = "The model now learns your text, from the beginning."

    def load_run(self, folder: Path) -> None:
        """Show the model of a run folder, on the text of its kind."""
        before, values = self.custom_model, dict(self.values)
        try:
            self.custom_model = TextModel.from_folder(folder)
            self.values |= {"task": self.custom_model.kind, "model": "run"}
            self.values["text"] = self.default_text()
            self.clear_choices()
            self.reset()
        except UserError:
            self.custom_model, self.values = before, values
            self.reset()
            raise
        self.notice = "Your model is shown; choose another one with the control to remove it."
