"""The block of a Transformer, repeated: what it reads, what it adds, what would be said after it.

Shapes: T tokens, L blocks, H heads, C width of the stream, V vocabulary.
"""

from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import torch
from torch import Tensor

from gradatim.errors import UserError
from gradatim.insight.activations import capture
from gradatim.insight.logit_lens import logit_lens
from gradatim.models.attention import attention_maps, dot_product_attention
from gradatim.views.core.controls import Choice, Number, Text
from gradatim.views.core.engine import Engine
from gradatim.views.core.text.text_model import KINDS, RUNS, SHIPPED, TextModel, custom_model

MAX_TOKENS = 200
MAX_SHOWN = 14  # tokens that are shown at once
N_BEST = 6
CAUSAL = ("llama", "next", "mixtral")  # kinds of model whose blocks all add to one stream


def newest_run() -> TextModel:
    """Open the newest model in `runs` that writes word by word.

    Raises:
        UserError: there is none.
    """
    for kind in CAUSAL:
        with suppress(UserError):
            return TextModel.from_run(kind)
    raise UserError(
        f"The folder {RUNS}/ here has no trained model of this kind yet: make one with "
        f"`gradatim train {KINDS['next'][1]}`, put a published checkpoint there, "
        "or watch one learn live."
    )


class TransformerBlockEngine(Engine):
    """A trained language model, read block by block at one word of a sentence."""

    name = "transformer_block"
    controls: ClassVar = {
        "model": Choice("trained", ("trained", "run")),
        "text": Text("She was thirsty, so she drank a glass of", 1200),
        "block": Number(1, 1, 48, integer=True, hidden=True),
        "position": Number(-1, -1, MAX_TOKENS, integer=True, hidden=True),  # -1: the last word
        "temperature": Number(1.0, 0.1, 3.0, log=True),
    }
    live = ("text", "block", "position", "temperature")
    actions = ("say",)
    takes = ("run",)
    pace = 1.0

    def __init__(self, model: Any = None, tokenizer: Any = None, **values: Any) -> None:
        """Start with the shipped model, or with one's own trained one.

        Args:
            model: a GPT, Llama or Mixtral of this package; or a value of the control `model`.
            tokenizer: of the tokenizers library; needed with a model of one's own.
            values: controls by name.

        Raises:
            UserError: a model that does not write word by word.
        """
        self.custom_model, values = custom_model(model, tokenizer, values)
        values.pop("task", None)
        super().__init__(**values)

    def start(self) -> None:
        """Open the model and read the sentence."""
        if self.custom_model is not None:
            self.text_model = self.custom_model
        elif self.values["model"] == "run":
            self.text_model = newest_run()
        else:
            self.text_model = TextModel.shipped(next(iter(SHIPPED)))
        self.read()

    def load_run(self, folder: Path) -> None:
        """Show the model of a run folder."""
        model = TextModel.from_folder(folder)
        if model.kind not in CAUSAL:
            raise UserError("A BERT does not write word by word; this view shows models that do.")
        self.custom_model, self.values["model"] = model, "run"
        self.reset()
        self.notice = "Your model is shown; choose another one with the control to remove it."

    def set(self, name: str, value: Any) -> None:
        """Change a control; another model takes the place of the visitor's own."""
        if name == "model" and value != self.values[name]:
            self.custom_model = None
        super().set(name, value)

    def changed(self, name: str) -> None:
        """Read the sentence again."""
        if name == "text":
            self.values["position"] = -1
        self.read()

    def advance(self) -> None:
        """Go on to the next block."""
        self.values["block"] += 1

    def state(self) -> Any:
        """Return which block is shown."""
        return self.values["block"]

    def restore(self, state: Any) -> None:
        """Go back to a block."""
        self.values["block"] = state

    def finished(self) -> bool:
        """Say that the last block is shown."""
        return self.values["block"] >= self.n_blocks

    def say(self, value: Any) -> None:
        """Write guess number `value` after the sentence."""
        i = int(Number(0, 0, N_BEST - 1, integer=True).check("say", value))
        word = self.best()[1][i]
        kept = self.tokens[: self.position() + 1]
        text = self.text_model.tokenizer.decode([*kept.tolist(), int(word)])
        self.values |= {"text": self.controls["text"].check("text", text), "position": -1}
        self.read()

    def read(self) -> None:
        """Run the model once over the sentence and keep what every block did."""
        v = self.values
        model = self.text_model.model.eval()
        self.tokens, self.notice = self.text_model.encode(v["text"], MAX_TOKENS)  # (T,)
        if v["position"] >= len(self.tokens):
            v["position"] = -1
        inputs = self.tokens[None]
        self.lens = logit_lens(model, inputs)[:, 0] / v["temperature"]  # (1 + L, T, V)
        self.n_blocks = len(self.lens) - 1
        v["block"] = min(v["block"], self.n_blocks)
        self.lens = self.lens.softmax(-1)
        self.maps = torch.stack([m[0] for m in attention_maps(model, inputs).values()])
        names = [
            f"blocks.{i}{part}"
            for i in range(self.n_blocks)
            for part in ("", ".attention", ".feed_forward", ".attention.qkv")
        ]
        self.outputs = capture(model, inputs, names=names)

    def position(self) -> int:
        """The word at which the block is shown."""
        chosen = self.values["position"]
        return len(self.tokens) - 1 if chosen < 0 else int(chosen)

    def shown(self) -> slice:
        """The tokens that are shown: the last ones up to the chosen word, or the first ones."""
        first = max(0, self.position() - MAX_SHOWN + 1)
        return slice(first, first + MAX_SHOWN)

    def best(self) -> tuple[Tensor, Tensor]:
        """The likeliest next words after the block that is shown: probabilities and numbers."""
        return self.lens[self.values["block"], self.position()].topk(N_BEST)

    def frame(self) -> dict[str, Any]:
        """Return the block's parts at the chosen word, and what would be said after every block."""
        block, at = self.values["block"] - 1, self.position()
        part = {name: self.outputs[f"blocks.{block}{name}"][0, at] for name in self.parts()}
        before = part[""] - part[".feed_forward"] - part[".attention"]  # the stream only adds
        shown = self.shown()
        top = self.lens[:, shown].max(-1)  # (1 + L, T)
        said = self.text_model.token_strings(top.indices.flatten())
        p, words = self.best()
        final = self.lens[-1, at].argmax()
        return {
            "tokens": self.text_model.token_strings(self.tokens[shown]),
            "first": shown.start,
            "n_tokens": len(self.tokens),
            "position": at - shown.start,
            "n_blocks": self.n_blocks,
            "block": block + 1,
            "said": said,
            "sure": top.values,
            "words": self.text_model.token_strings(words),
            "probabilities": p,
            "final": self.text_model.token_strings(final[None])[0],
            "path": self.lens[:, at, final],  # (1 + L,)
            "heads": self.maps[block, :, at, shown],  # (H, T)
            "before": before,
            "mixed": part[".attention"],
            "between": before + part[".attention"],
            "computed": part[".feed_forward"],
            "after": part[""],
        }

    def parts(self) -> tuple[str, ...]:
        """Names of what a block computes, below its own."""
        return ("", ".attention", ".feed_forward")

    def sources(self) -> list[Any]:
        """Name the block, the formula of attention and how the stream is read."""
        block = type(self.text_model.model.blocks[0])
        return [block, dot_product_attention, logit_lens]
