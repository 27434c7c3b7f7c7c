"""A value of a program as a few numbers and words that a page can show."""

import dataclasses
import math
import reprlib
from typing import Any

import torch
from torch import Tensor, nn

ROWS, COLUMNS = 8, 8  # of a tensor that are shown
ITEMS = 6  # of a list or tuple
LENGTH = 80  # characters of anything else

_words = reprlib.Repr()
_words.maxstring = _words.maxother = LENGTH


def describe(value: Any) -> dict[str, Any]:
    """Tell a value: a tensor by its shape and its first numbers, the rest by a word.

    Returns:
        `kind` "tensor" with `shape`, `dtype` and `rows`; "items" with `names` or None, `items` and
        `size`; or "text" with `text`.
    """
    if isinstance(value, Tensor):
        return {
            "kind": "tensor",
            "shape": list(value.shape),
            "dtype": str(value.dtype).removeprefix("torch."),
            "rows": _rows(value.detach()),
        }
    if isinstance(value, nn.Module):
        return {"kind": "text", "text": type(value).__name__}
    if isinstance(value, (list, tuple, dict)):
        pairs = _pairs(value)
        if any(isinstance(item, (Tensor, list, tuple)) for _, item in pairs):
            names = [name for name, _ in pairs]
            items = [describe(item) for _, item in pairs[:ITEMS]]
            return {"kind": "items", "names": names[:ITEMS], "items": items, "size": len(pairs)}
    if dataclasses.is_dataclass(value):
        return {"kind": "text", "text": type(value).__name__}
    try:
        return {"kind": "text", "text": _words.repr(value)[:LENGTH]}
    except Exception:  # a learner's own __repr__ may raise anything
        return {"kind": "text", "text": type(value).__name__}


def _pairs(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [(str(key)[:LENGTH], item) for key, item in value.items()]
    # A named tuple has _fields, what torch's own functions return has __match_args__.
    names = getattr(value, "_fields", None) or getattr(type(value), "__match_args__", None)
    names = names or [str(i) for i in range(len(value))]
    return list(zip(names, value, strict=False))


def _rows(tensor: Tensor) -> list[list[Any]]:
    """The beginning of the last two axes, at the first place of the axes before them."""
    if tensor.is_sparse or tensor.is_meta or not tensor.numel():
        return []
    # The first example of a batch, its first channel: what a page has room for.
    while tensor.dim() > 2:
        tensor = tensor[0]
    if tensor.dim() < 2:
        tensor = tensor.reshape(1, -1)
    shown = tensor[:ROWS, :COLUMNS]
    if shown.is_complex():
        return [[str(number) for number in row] for row in shown.tolist()]
    if shown.dtype == torch.bfloat16:
        shown = shown.float()
    return [[_number(number) for number in row] for row in shown.tolist()]


def _number(number: float | bool) -> float | str:
    """Four digits; JSON has no word for nan and infinity, which travel as texts."""
    if isinstance(number, bool):
        return int(number)
    if not math.isfinite(number):
        return str(number)
    return number if isinstance(number, int) else float(f"{number:.4g}")
