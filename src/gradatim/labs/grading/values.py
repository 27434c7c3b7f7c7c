"""Compare what the learner's code gave with what is right, and show both to people and pages."""

import contextlib
import math
import numbers
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor

KINDS = {"float": "floating-point", "int": "integer", "bool": "bool", "complex": "complex"}
NARROW = (torch.float32, torch.int64)  # in their place no other precision is taken
LARGEST = 2**63  # from here on no tensor holds a whole number
NAN_DEPTH, NAN_ITEMS = 4, 1000  # how far into lists of lists a nan is looked for
MAX_WORD = 40  # characters of a text that a sentence quotes
MAX_KEYS = 8  # that a sentence lists
MAX_SHOWN = 200  # values of one tensor that are sent to the page and the terminal


@dataclass(frozen=True)
class Difference:
    """How a value differs: `kind` is a key of messages.py, `values` fills its sentence."""

    kind: str
    path: str = ""  # which part of a tuple, list or dictionary
    values: dict[str, Any] = field(default_factory=dict)


class OpaqueValue:
    """A value of the learner's code that stayed in its process: only its name travels."""

    def __init__(self, name: str) -> None:
        """Take the name of its type."""
        self.name = name

    def __repr__(self) -> str:
        """Its name, where a value would be shown."""
        return f"<{self.name}>"


def compare(got: Any, expected: Any, tolerance: float, path: str = "") -> Difference | None:
    """None where `got` is as good as `expected`, else the first difference (type, shape ...).

    Numbers are equal within the tolerance; a plain number and a tensor of one element without axes
    count as the same where a plain number is expected, but 3.0 is not a whole number.
    """
    if isinstance(expected, Tensor):
        return _compare_tensors(got, expected, tolerance, path)
    if isinstance(got, Tensor) and not isinstance(expected, (list, tuple, dict)):
        if got.dim() > 0:
            return _other_type(got, expected, path)
        if got.requires_grad:
            return Difference("graph", path)
        got = got.item()
    if isinstance(got, np.generic):
        got = got.item()
    if isinstance(expected, (bool, str, type(None))):
        if type(got) is not type(expected):
            return _other_type(got, expected, path)
        return None if got == expected else Difference("value", path)
    if isinstance(expected, numbers.Real):
        return _compare_numbers(got, expected, tolerance, path)
    if isinstance(expected, (list, tuple)):
        return _compare_sequences(got, expected, tolerance, path)
    if isinstance(expected, dict):
        return _compare_dicts(got, expected, tolerance, path)
    return None if got == expected else Difference("value", path)


def _other_type(got: Any, expected: Any, path: str) -> Difference:
    if got is None:
        return Difference("none", path)
    return Difference("type", path, {"got": type_name(got), "expected": type_name(expected)})


def _compare_tensors(got: Any, expected: Tensor, tolerance: float, path: str) -> Difference | None:
    if not isinstance(got, Tensor):
        return _other_type(got, expected, path)
    if got.shape != expected.shape:
        shapes = {"got": tuple(got.shape), "expected": tuple(expected.shape)}
        return Difference("shape", path, shapes)
    # float32 in, float32 out: another precision is slower or coarser, and fits no other tensor.
    # int64, as class numbers and tokens are: the losses and embeddings take no other integers.
    narrow = expected.dtype in NARROW and _kind(got) == _kind(expected)
    if _kind(got) != _kind(expected) or (narrow and got.dtype != expected.dtype):
        kinds = {"got": str(got.dtype).removeprefix("torch."), "expected": KINDS[_kind(expected)]}
        if narrow:
            kinds["expected"] = str(expected.dtype).removeprefix("torch.")
        return Difference("dtype", path, kinds)
    wrong = wrong_values(got, expected, tolerance)
    if not wrong.any():
        return None
    if got.is_floating_point() and not got.isfinite()[wrong].all():
        worst = got[wrong]
        bad = "nan" if worst.isnan().any() else "inf" if (worst == math.inf).any() else "-inf"
        return Difference("nan", path, {"bad": bad})
    if got.numel() == 1:
        return Difference("value", path)
    count = {"wrong": int(wrong.sum()), "total": wrong.numel()}
    return Difference("values" if count["wrong"] > 1 else "values_one", path, count)


def wrong_values(got: Tensor, expected: Tensor, tolerance: float) -> Tensor:
    """Where two tensors of one shape differ."""
    if _kind(expected) in ("bool", "int"):
        return got.detach().cpu() != expected.detach().cpu()
    # In double precision, so that the comparison itself rounds nothing.
    wide = torch.complex128 if expected.is_complex() else torch.float64
    left, right = got.detach().cpu().to(wide), expected.detach().cpu().to(wide)
    return ~torch.isclose(left, right, rtol=tolerance, atol=tolerance, equal_nan=True)


def has_nan(value: Any, depth: int = 0) -> bool:
    """Whether there is a nan among the numbers of a value, or of the lists and tensors in it."""
    if isinstance(value, Tensor):
        return value.device.type != "meta" and bool(value.isnan().any())
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return depth < NAN_DEPTH and any(has_nan(item, depth + 1) for item in value[:NAN_ITEMS])
    return isinstance(value, float) and math.isnan(value)


def _kind(tensor: Tensor) -> str:
    if tensor.dtype == torch.bool:
        return "bool"
    if tensor.is_complex():
        return "complex"
    return "float" if tensor.is_floating_point() else "int"


def _compare_numbers(got: Any, expected: Any, tolerance: float, path: str) -> Difference | None:
    if isinstance(got, bool) or not isinstance(got, numbers.Real):  # to Python, True is a 1
        return _other_type(got, expected, path)
    if isinstance(expected, int) and got == expected and not isinstance(got, numbers.Integral):
        return _other_type(got, expected, path)  # a size or an index cannot be 3.0
    try:
        got, expected = float(got), float(expected)
    except (OverflowError, ValueError, TypeError):  # 10**400, or a class of one's own
        return Difference("value", path)
    if math.isnan(got) or math.isnan(expected):
        if math.isnan(got) and math.isnan(expected):
            return None
        return (
            Difference("nan", path, {"bad": got}) if math.isnan(got) else Difference("value", path)
        )
    if math.isclose(got, expected, rel_tol=tolerance, abs_tol=tolerance):
        return None
    if math.isinf(got):
        return Difference("nan", path, {"bad": got})
    return Difference("value", path)


def _compare_sequences(got: Any, expected: Any, tolerance: float, path: str) -> Difference | None:
    if isinstance(got, (Tensor, np.ndarray)) and all(
        isinstance(item, numbers.Real) for item in expected
    ):
        got = got.tolist()
    if not isinstance(got, (list, tuple)):
        return _other_type(got, expected, path)
    if len(got) != len(expected):
        return Difference("length", path, {"got": len(got), "expected": len(expected)})
    for i in range(len(expected)):
        difference = compare(got[i], expected[i], tolerance, f"{path}[{i}]")
        if difference:
            return difference
    return None


def _compare_dicts(got: Any, expected: dict, tolerance: float, path: str) -> Difference | None:
    if not isinstance(got, dict):
        return _other_type(got, expected, path)
    if set(got) != set(expected):
        more, fewer = (_listed(a.keys() - b.keys()) for a, b in ((got, expected), (expected, got)))
        kind = "keys" if more and fewer else "keys_too_many" if more else "keys_missing"
        return Difference(kind, path, {"got": more, "expected": fewer})
    for key in expected:
        difference = compare(got[key], expected[key], tolerance, f"{path}[{key!r}]")
        if difference:
            return difference
    return None


def _listed(keys: Iterable[Any]) -> str:
    names = sorted(str(key) or "''" for key in keys)
    return ", ".join(names[:MAX_KEYS]) + ", ..." * (len(names) > MAX_KEYS)


def part_of(value: Any, path: str) -> Any:
    """The part of a value that a Difference points at, or the value where it has no such part."""
    for key in _keys(path):
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return value
    return value


def _keys(path: str) -> list[Any]:
    keys = path.removeprefix("[").removesuffix("]").split("][") if path else []
    return [int(key) if key.lstrip("-").isdigit() else key.strip("'\"") for key in keys]


def type_name(value: Any) -> str:
    """What a newcomer calls this type."""
    if isinstance(value, OpaqueValue):
        return value.name
    if isinstance(value, Tensor):
        return "a tensor" if value.dim() else "a tensor without axes"
    if isinstance(value, np.ndarray):
        return "a NumPy array"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if isinstance(value, tuple) and hasattr(value, "values") and hasattr(value, "indices"):
        return "a pair (values, indices)"  # torch.max with an axis
    name = type(value).__name__
    return "None" if value is None else f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def plain(value: Any) -> str:
    """A number, truth value or short word as a sentence quotes it, "" for anything else."""
    if isinstance(value, Tensor) and value.numel() == 1 and not value.dim():
        value = value.item()
    if isinstance(value, (bool, int, float)):
        return _short(value)
    return repr(value) if isinstance(value, str) and len(value) <= MAX_WORD else ""


def show(value: Any, other: Any = None, tolerance: float = 0.0) -> dict[str, Any]:
    """A value for page and terminal: `kind`, `text`, and for tensors shape, dtype and numbers.

    Args:
        value: what to show.
        other: the value it is compared with; entries that differ are marked in `wrong`.
        tolerance: of that comparison.
    """
    with contextlib.suppress(Exception):  # what has no numbers to show, has a text
        if isinstance(value, np.ndarray):
            value = torch.as_tensor(value)
        if isinstance(value, Tensor):
            return _show_tensor(value, other, tolerance)
    return {"kind": "other", "text": readable(value, _short)}


def _show_tensor(value: Tensor, other: Any, tolerance: float) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "kind": "tensor",
        "shape": list(value.shape),
        "dtype": str(value.dtype).removeprefix("torch."),
        "text": _short(value),
    }
    if 0 < value.numel() <= MAX_SHOWN and not value.is_complex() and not value.is_meta:
        shown["numbers"] = value.detach().cpu().tolist()
        if isinstance(other, Tensor) and other.shape == value.shape and not other.is_complex():
            shown["wrong"] = wrong_values(value, other, tolerance).tolist()
    return shown


def _short(value: Any) -> str:
    if isinstance(value, Tensor):
        # torch.set_printoptions would stay, and change what the learner prints.
        with torch._tensor_str.printoptions(precision=4, threshold=64, linewidth=76):
            plain = value.detach() if value.is_meta else value.detach().cpu()
            text = str(plain).removeprefix("tensor(").removesuffix(")")
        text = text.split(", dtype=")[0]  # it is shown beside the shape
        # Rows after the first are indented by the width of "tensor(", which is gone.
        return text.replace("\n" + " " * len("tensor("), "\n")
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, (list, tuple)) and len(value) <= 12:
        inside = ", ".join(_short(item) for item in value)
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    if isinstance(value, type) or (callable(value) and hasattr(value, "__name__")):
        return f"<{value.__name__}>"
    text = readable(value)
    return text if len(text) <= 400 else text[:400] + " ..."


def readable(value: Any, how: Callable[[Any], str] = repr) -> str:
    """The text of a learner's value; its type where Python, or its own class, cannot write it."""
    try:
        return how(value)
    except Exception:
        return f"<{type(value).__name__}>"
