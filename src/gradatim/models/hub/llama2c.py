"""Weights and tokenizers in the format of llama2.c, a LLaMA written in one file of C.

Source: A. Karpathy, llama2.c, 2023 (github.com/karpathy/llama2.c), version 0 of its format.

Shapes: L layers, C width, F hidden width, H query heads, G key heads, D head width, V vocabulary,
T context.
"""

import struct
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from gradatim.errors import UserError
from gradatim.models.hub.load_save import Checkpoint
from gradatim.models.hub.sentencepiece import SPACE, byte_pair_tokenizer
from gradatim.models.language.llama import Llama, LlamaConfig

HEADER = "width", "hidden", "n_layers", "n_heads", "n_key_heads", "vocabulary_size", "context"
UNKNOWN, START, END = "<unk>", "<s>", "</s>"  # tokens 0, 1 and 2


def load(weights: Path, tokenizer: Path) -> Checkpoint:
    """Read a model and its tokenizer.

    Args:
        weights: such as `stories260K.bin`.
        tokenizer: such as `tok512.bin`.

    Raises:
        UserError: a file that is not such a file, or not whole.
    """
    model = read_weights(weights)
    pieces, scores = read_pieces(tokenizer, model.config.vocabulary_size)
    words = byte_pair_tokenizer(
        pieces, scores, unknown=UNKNOWN, start=START, specials=[UNKNOWN, START, END]
    )
    # The stories follow each other with a start token between: it ends a text as well.
    numbers = {"bos_token_id": 1, "eos_token_id": [1, 2]}
    return Checkpoint("llama", model, words, asdict(model.config) | numbers)


def read_weights(path: Path) -> Llama:
    """Read a model: seven int32 of sizes, then float32 matrices, each kind for all layers."""
    content = path.read_bytes()
    sizes = struct.unpack("<7i", content[:28]) if len(content) >= 28 else (0,) * 7
    values = dict(zip(HEADER, sizes, strict=True))
    tied = values["vocabulary_size"] > 0  # a negative one says: with an output matrix of its own
    values["vocabulary_size"] = abs(values["vocabulary_size"])
    try:
        if max(values.values()) > len(content):  # every size counts rows of some matrix here
            raise UserError("its first bytes are not sizes.")
        config = LlamaConfig(**values, tie_embeddings=tied)
    except UserError as error:
        raise UserError(f"{path} is not a model in the format of llama2.c: {error}") from None
    L, C, F = config.n_layers, config.width, config.hidden
    D, V = config.width_per_head, config.vocabulary_size
    queries, keys = config.n_heads * D, config.n_key_heads * D
    shapes = {
        "embedding": (V, C), "attention_norm": (L, C), "wq": (L, queries, C), "wk": (L, keys, C),
        "wv": (L, keys, C), "wo": (L, C, queries), "feed_forward_norm": (L, C), "w1": (L, F, C),
        "w2": (L, C, F), "w3": (L, F, C), "norm": (C,), "rotations": (2, config.context, D // 2),
    }  # fmt: skip
    if not tied:
        shapes["output"] = (V, C)
    ends = np.cumsum([0, *(np.prod(shape) for shape in shapes.values())])
    if len(content) != 28 + 4 * ends[-1]:
        raise UserError(
            f"{path} has {len(content):,} bytes, and a model of these sizes "
            f"{28 + 4 * ends[-1]:,}: it is not a model in the format of llama2.c, or not whole."
        )
    numbers = torch.from_numpy(np.frombuffer(content, "<f4", offset=28).copy())
    parts = {
        name: numbers[first:last].view(shape)
        for (name, shape), (first, last) in zip(shapes.items(), pairwise(ends), strict=True)
    }
    with torch.device("meta"):
        model = Llama(config)
    model.load_state_dict(_state(parts, config), assign=True)
    return model.eval()


def _state(parts: dict[str, Tensor], config: LlamaConfig) -> dict[str, Tensor]:
    """The matrices of a file under the names of our model."""
    state = {"token_embedding.weight": parts["embedding"], "norm.weight": parts["norm"]}
    if "output" in parts:
        state["output.weight"] = parts["output"]
    for i in range(config.n_layers):
        query = _halves(parts["wq"][i], config.n_heads)
        key = _halves(parts["wk"][i], config.n_key_heads)
        state |= {
            f"blocks.{i}.attention_norm.weight": parts["attention_norm"][i],
            f"blocks.{i}.attention.qkv.weight": torch.cat((query, key, parts["wv"][i])),
            f"blocks.{i}.attention.project.weight": parts["wo"][i],
            f"blocks.{i}.feed_forward_norm.weight": parts["feed_forward_norm"][i],
            f"blocks.{i}.feed_forward.gate_up.weight": torch.cat((parts["w1"][i], parts["w3"][i])),
            f"blocks.{i}.feed_forward.project.weight": parts["w2"][i],
        }
    return state


def _halves(weight: Tensor, n_heads: int) -> Tensor:
    """Order the rows of a projection for rotations of (i, i + D/2) instead of neighbors."""
    pairs = weight.unflatten(0, (n_heads, -1, 2))  # (H, D / 2, 2, C)
    return pairs.transpose(1, 2).flatten(0, 2)


def read_pieces(path: Path, n_tokens: int) -> tuple[list[str], list[float]]:
    """Read a tokenizer: int32 longest token, then a score, a length and the bytes of each token."""
    content = path.read_bytes()
    pieces, scores, place = [UNKNOWN, START, END], [0.0] * 3, 4
    try:
        for number in range(n_tokens):
            score, length = struct.unpack_from("<fi", content, place)
            text = content[place + 8 : place + 8 + length].decode("utf-8")
            place += 8 + length
            if number >= 3:  # the first three are written in several ways
                pieces.append(text.replace(" ", SPACE))
                scores.append(score)
    except (struct.error, UnicodeDecodeError):
        place = -1
    if place != len(content):
        raise UserError(f"{path} is not a tokenizer of llama2.c with {n_tokens:,} tokens.")
    return pieces, scores
