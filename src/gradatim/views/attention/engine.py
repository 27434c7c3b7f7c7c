"""Self-attention on one's own sentence: all heads, and one head's matrices with their arithmetic.

A word may be several tokens: it is shown as one, see `word_groups`. Of a long text a part is shown.

Shapes: T tokens, N words that are shown, L layers, H heads, D width of a head.
"""

import math
from typing import Any, ClassVar

import torch
from torch import Tensor

from gradatim.errors import UserError
from gradatim.insight.activations import capture
from gradatim.models.attention import SelfAttention, attention_maps, dot_product_attention
from gradatim.models.rotary_positions import rotary_table, rotate
from gradatim.views.core.controls import Choice, Flag, Number, Text
from gradatim.views.core.engine import SEED
from gradatim.views.core.text.text_engine import TextEngine
from gradatim.views.core.text.text_model import KINDS
from gradatim.views.core.text.word_groups import joined, mean_and_sum, word_groups
from gradatim.views.core.trainer import Trainer

MAX_TOKENS = 200
MAX_WORDS = 40  # that are shown at once
MAX_HEADS = 36_000  # bytes of all heads' weights in a frame
TEXTS = {
    "next": "The little girl was very happy",
    "masked": "How are you doing today?",
    "live next": "The list is a list of strings",
    "live masked": "the value of the object is a list",
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
    group = head // (H // G)  # in grouped-query attention several heads share keys and values
    q, k, v = parts[:, head], parts[:, H + group], parts[:, H + G + group]
    if rotary_base is not None:
        turns = rotary_table(torch.arange(len(parts)), layer.head_width, rotary_base)
        q, k = rotate(torch.stack([q, k], 1)[None], *turns)[0].unbind(1)
    return q, k, v


class AttentionEngine(TextEngine):
    """The attention of a text model that learns live or was trained elsewhere."""

    name = "attention"
    controls: ClassVar = {
        "task": Choice("llama", tuple(KINDS)),
        "model": Choice("trained", ("trained", "live", "run")),
        "text": Text(TEXTS["next"], 1200),
        "first": Number(1, 1, MAX_TOKENS, integer=True),  # word that is shown
        "display": Choice("one", ("one", "all")),
        "layer": Number(1, 1, 24, integer=True, hidden=True),
        "head": Number(1, 1, 24, integer=True, hidden=True),
        "scale": Flag(True),
        "mask": Flag(True),
        "temperature": Number(1.0, 0.1, 4.0, log=True),
        "learning_rate": Number(0.003, 0.0001, 0.3, log=True),
        "seed": SEED,
    }
    when: ClassVar = {
        "mask": ("task", ("next", "llama", "mixtral")),  # a BERT has none
        "learning_rate": ("model", ("live",)),
        "seed": ("model", ("live",)),
    }
    live = (
        "text",
        "first",
        "display",
        "layer",
        "head",
        "scale",
        "mask",
        "temperature",
        "learning_rate",
    )
    default_texts = TEXTS

    def start(self) -> None:
        """Build or open the model and read the sentence."""
        super().start()
        self.changed("text")

    def changed(self, name: str) -> None:
        """Read the sentence again, or let a new learning rate act."""
        super().changed(name)
        v = self.values
        self.layers = {
            key: m
            for key, m in self.text_model.model.named_modules()
            if isinstance(m, SelfAttention)
        }
        if not self.layers:
            raise UserError("This model has no self-attention. Choose another one.")
        n_layers, n_heads = len(self.layers), next(iter(self.layers.values())).n_heads
        v["layer"], v["head"] = min(v["layer"], n_layers), min(v["head"], n_heads)
        self.tokens, self.notice = self.text_model.encode(v["text"], MAX_TOKENS)
        pieces = self.text_model.token_strings(self.tokens)
        groups = word_groups(pieces, self.masked)
        self.words = joined(pieces, groups)
        # All heads travel in one frame, N x N bytes each: of a large model fewer words are shown.
        shown = min(MAX_WORDS, math.isqrt(MAX_HEADS // (n_layers * n_heads)))
        v["first"] = min(v["first"], max(1, len(groups) - shown + 1))
        self.shown = slice(v["first"] - 1, v["first"] - 1 + shown)
        mean, total = mean_and_sum(groups)
        self.mean, self.sum = mean[self.shown], total[self.shown]  # (N, T)

    def frame(self) -> dict[str, Any]:
        """Return all heads' weights, and one head's vectors, scores, weights and output."""
        v = self.values
        model = self.text_model.model.eval()
        maps = attention_maps(model, self.tokens[None])  # name -> (1, H, T, T)
        names = list(self.layers)
        name = names[v["layer"] - 1]
        layer = self.layers[name]
        projected = capture(model, self.tokens[None], names=[f"{name}.qkv"])[f"{name}.qkv"]
        base = getattr(model.config, "rotary_base", None)  # only a LLaMA has one
        q, k, value = head_parts(layer, projected, v["head"] - 1, base)
        D = layer.head_width
        products = q @ k.T  # (T, T)
        scaled = products / (math.sqrt(D) if v["scale"] else 1.0) / v["temperature"]
        causal = layer.causal and v["mask"]  # a BERT has no mask to switch off
        visible = torch.ones_like(products, dtype=torch.bool)
        if causal:
            visible = visible.tril()
        visible, weights, output = self.attend(q, k, value, scaled, visible)
        mean, total = self.mean, self.sum
        heads = torch.stack([maps[key][0] for key in names])  # (L, H, T, T)
        return {
            "tokens": self.words[self.shown],
            "first": v["first"],
            "n_words": len(self.words),
            "heads": mean @ heads @ total.T,  # (L, H, N, N)
            "q": mean @ q,
            "k": mean @ k,
            "v": mean @ value,
            "products": mean @ products @ mean.T,  # of the means: the same, as both are linear
            "scaled": mean @ scaled @ mean.T,
            "visible": total @ visible.float() @ total.T > 0,
            "weights": mean @ weights @ total.T,
            "output": mean @ output,
            "width": D,
            "causal": layer.causal,
            "live": self.text_model.trainer is not None,
            "loss": self.losses[-1] if self.losses else 0.0,
        }

    def attend(
        self, q: Tensor, k: Tensor, value: Tensor, scaled: Tensor, visible: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Turn one head's scores (T, T) into who sees whom, weights (T, T) and output (T, D)."""
        weights = scaled.masked_fill(~visible, -math.inf).softmax(-1)
        return visible, weights, weights @ value

    def sources(self) -> list[Any]:
        """Name the formula, the layer and how its parts are read."""
        return [dot_product_attention, SelfAttention, head_parts, Trainer.step]
