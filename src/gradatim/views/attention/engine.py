"""Self-attention on one's own sentence: all heads, and one head's matrices with their arithmetic.

Shapes: T tokens, L layers, H heads, D width of a head.
"""

import math
from typing import Any, ClassVar

import torch
from torch import Tensor

from gradatim.errors import UserError
from gradatim.insight.activations import capture
from gradatim.models.attention import (
    SelfAttention,
    attention_maps,
    dot_product_attention,
    rotary_table,
    rotate,
)
from gradatim.views.core.controls import Choice, Flag, Number, Text
from gradatim.views.core.engine import SEED, Engine
from gradatim.views.core.text_model import KINDS, Reader, finite, own_model
from gradatim.views.core.trainer import Learner

MAX_TOKENS = 14
MAX_HEADS = 36_000  # bytes of all heads' weights in a frame
TEXTS = {
    "next": "The list is a list of strings",
    "masked": "the value of the object is a list",
}


def head_parts(
    layer: SelfAttention, projected: Tensor, head: int, rotary_base: float | None = None
) -> tuple[Tensor, Tensor, Tensor]:
    """Cut one head's queries, keys and values out of what the layer's one projection gave.

    Args:
        layer: the attention layer.
        projected: output of `layer.qkv`, (1, T, (H + 2 G) D).
        head: number of the head.
        rotary_base: of the rotation by which a LLaMA marks positions; None without it.

    Returns:
        q, k, v, each (T, D).
    """
    H, G = layer.n_heads, layer.n_key_heads
    parts = projected[0].unflatten(1, (H + 2 * G, layer.head_width))  # (T, H + 2 G, D)
    group = head // (H // G)
    q, k, v = parts[:, head], parts[:, H + group], parts[:, H + G + group]
    if rotary_base is not None:
        turns = rotary_table(torch.arange(len(parts)), layer.head_width, rotary_base)
        q, k = rotate(torch.stack([q, k], 1)[None], *turns)[0].unbind(1)
    return q, k, v


class AttentionEngine(Engine):
    """The attention of a text model that learns live, comes from a run folder, or was published."""

    name = "attention"
    controls: ClassVar = {
        "task": Choice("next", tuple(KINDS)),
        "model": Choice("live", ("live", "run")),
        "text": Text(TEXTS["next"], 120),
        "look": Choice("one", ("one", "all")),
        "layer": Number(1, 1, 24, integer=True, hidden=True),
        "head": Number(1, 1, 24, integer=True, hidden=True),
        "scale": Flag(True),
        "mask": Flag(True),
        "temperature": Number(1.0, 0.1, 4.0, log=True),
        "learning_rate": Number(0.003, 0.0001, 0.3, log=True),
        "seed": SEED,
    }
    live = ("text", "look", "layer", "head", "scale", "mask", "temperature", "learning_rate")
    accepts = ".txt"
    pace = 8.0
    memory = 24
    own = b""

    def __init__(self, model: Any = None, tokenizer: Any = None, **values: Any) -> None:
        """Start with a model that learns, or with one's own trained one.

        Args:
            model: a model of this package, with its tokenizer; or one of the control's words.
            tokenizer: of the tokenizers library; needed with a model of one's own.
            values: controls by name.
        """
        self.guest, values = own_model(model, tokenizer, values)
        super().__init__(**values)

    def start(self) -> None:
        """Build or open the model and read the sentence."""
        v = self.values
        if v["text"] in TEXTS.values():
            v["text"] = TEXTS["masked" if v["task"] == "masked" else "next"]
        if self.guest and self.guest.kind == v["task"]:
            self.reader = self.guest
        elif v["model"] == "run":
            self.reader = Reader.from_run(v["task"])
        else:
            self.reader = Reader(v["task"], v["seed"], v["learning_rate"], self.own)
        self.last_loss = 0.0
        self.changed("text")

    def set(self, name: str, value: Any) -> None:
        """Change a control; another task begins with its own sentence."""
        if name == "task" and value in KINDS and value != self.values["task"]:
            self.values["text"] = TEXTS["masked" if value == "masked" else "next"]
        super().set(name, value)

    def changed(self, name: str) -> None:
        """Read the sentence again, or let a new learning rate act."""
        v = self.values
        if name == "learning_rate" and self.reader.learner:
            self.reader.learner.learning_rate(v[name])
        self.layers = {
            key: m for key, m in self.reader.model.named_modules() if isinstance(m, SelfAttention)
        }
        if not self.layers:
            raise UserError("This model has no self-attention to look at; choose another.")
        n_layers, n_heads = len(self.layers), next(iter(self.layers.values())).n_heads
        v["layer"], v["head"] = min(v["layer"], n_layers), min(v["head"], n_heads)
        fitting = math.isqrt(MAX_HEADS // (n_layers * n_heads))
        self.tokens = self.reader.encode(v["text"], min(MAX_TOKENS, fitting))

    def advance(self) -> None:
        """Learn from one batch of text."""
        self.last_loss = self.reader.step()

    def finished(self) -> bool:
        """Say that a model from a run folder has nothing to learn here."""
        return self.reader.learner is None

    def finite(self) -> bool:
        """Say whether loss and weights are finite."""
        return math.isfinite(self.last_loss) and finite(self.reader.model)

    def state(self) -> Any:
        """Return a copy of the model and its learning."""
        return self.reader.state(), self.last_loss

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        self.reader.restore(state[0])
        self.last_loss = state[1]

    def load_file(self, name: str, content: bytes) -> None:
        """Let the model learn the visitor's own text."""
        before, self.own = self.own, content
        try:
            self.values["model"] = "live"
            self.reset()
        except UserError:
            self.own = before
            self.reset()
            raise
        self.notice = "The model now learns your text, from the beginning."

    def frame(self) -> dict[str, Any]:
        """Return all heads' weights, and one head's vectors, scores, weights and output."""
        v = self.values
        model = self.reader.model.eval()
        maps = attention_maps(model, self.tokens[None])  # name -> (1, H, T, T)
        names = list(self.layers)
        name = names[v["layer"] - 1]
        layer = self.layers[name]
        projected = capture(model, self.tokens[None], names=[f"{name}.qkv"])[f"{name}.qkv"]
        base = getattr(model.config, "rotary_base", None)
        q, k, value = head_parts(layer, projected, v["head"] - 1, base)
        D = layer.head_width
        products = q @ k.T  # (T, T)
        scaled = products / (math.sqrt(D) if v["scale"] else 1.0) / v["temperature"]
        causal = layer.causal and v["mask"]
        visible = torch.ones_like(products, dtype=torch.bool)
        if causal:
            visible = visible.tril()
        visible, weights, output = self.attend(q, k, value, scaled, visible)
        return {
            "tokens": self.reader.words(self.tokens),
            "heads": torch.stack([maps[key][0] for key in names]),  # (L, H, T, T)
            "q": q,
            "k": k,
            "v": value,
            "products": products,
            "scaled": scaled,
            "visible": visible,
            "weights": weights,
            "output": output,
            "width": D,
            "causal": layer.causal,
            "live": self.reader.learner is not None,
            "loss": self.last_loss,
        }

    def attend(
        self, q: Tensor, k: Tensor, value: Tensor, scaled: Tensor, visible: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Turn one head's scores (T, T) into who sees whom, weights (T, T) and output (T, D)."""
        weights = scaled.masked_fill(~visible, -math.inf).softmax(-1)
        return visible, weights, weights @ value

    def sources(self) -> list[Any]:
        """Name the formula, the layer and how its parts are read."""
        return [dot_product_attention, SelfAttention, head_parts, Learner.step]
