"""Values of options against their types: what fits exactly is taken, the rest is one sentence.

Python and NumPy have many ways to write a number, and a command line has one: text. `fit` takes
3, 3.0 and np.int64(3) for a whole number and refuses 3.5, "3" and True.
"""

import os
import re
from numbers import Integral, Real
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from gradatim.errors import UserError, nearest
from gradatim.spelling import given, in_terminal, shown

NAMES = {
    bool: "True or False",
    int: "a whole number",
    float: "a number",
    str: "a text",
    NoneType: "None",
}
SEVERAL = {int: "whole numbers", float: "numbers", str: "texts"}
DEFAULT = re.compile(r"\s*\(default: [^)]*\)")  # in the help of an option
EXAMPLES = {int: (64, 32), float: (0.9, 0.99), str: ("lab", "small")}


def fit(name: str, kind: Any, value: Any, help: str = "") -> Any:
    """Take a value for an option if it is one of its type, exactly.

    Args:
        name: of the option, to begin the message with.
        kind: bool, int, float, str, a Literal, a tuple of one of these, or None beside them.
        value: as it was given; a list or an array stands for a tuple.
        help: what the option is, with its range; a message about a number quotes it.

    Returns:
        The value, as a plain Python value of that type.

    Raises:
        UserError: what was given, and what is allowed.
    """
    plain = value.tolist() if hasattr(value, "tolist") else value  # of NumPy or torch
    for part in _parts(kind):
        fitted = _fit(part, plain)
        if fitted is not _NOT:
            return fitted
    words = [w for p in _parts(kind) if get_origin(p) is Literal for w in get_args(p)]
    if words and isinstance(plain, str):
        raise UserError(
            f"{given(name, plain)}, which is not known: {nearest(plain, words, list_few=True)}"
        )
    raise UserError(f"{given(name, value)}: give {allowed(kind, help)}.")


def allowed(kind: Any, help: str = "") -> str:
    """Say what values a type has: `a whole number, or None`; a terminal has no None.

    Args:
        kind: as for `fit`.
        help: what the option is, with its range; said of numbers, whose type alone says too little.
    """
    parts = _parts(kind)
    said = ", ".join(_said(part) for part in parts if part is not NoneType)
    if NoneType in parts and not in_terminal():
        said += ", or None"
    about = " ".join(DEFAULT.sub("", help).split())
    return f"{said} ({about})" if about and any(map(_is_numeric, parts)) else said


def _is_numeric(kind: Any) -> bool:
    return kind in (int, float) or any(part in (int, float) for part in get_args(kind))


_NOT = object()  # what does not fit


def _parts(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def _fit(kind: Any, value: Any) -> Any:
    if get_origin(kind) is tuple:
        return _fit_several(*get_args(kind), values=value)
    if get_origin(kind) is Literal:
        return value if isinstance(value, str) and value in get_args(kind) else _NOT
    if kind is str and isinstance(value, os.PathLike):
        return os.fspath(value)
    if kind in (int, float) and isinstance(value, Real) and not isinstance(value, bool):
        if kind is float:
            return float(value)
        if isinstance(value, Integral):
            return int(value)
        return int(float(value)) if float(value).is_integer() else _NOT
    return value if kind not in (int, float) and type(value) is kind else _NOT


def _fit_several(inner: Any, *others: Any, values: Any) -> Any:
    if not isinstance(values, list | tuple):
        return _NOT
    if others != (Ellipsis,) and len(values) != 1 + len(others):
        return _NOT
    items = [_fit(inner, value) for value in values]
    return _NOT if any(item is _NOT for item in items) else tuple(items)


def _said(kind: Any) -> str:
    if get_origin(kind) is Literal:
        words = get_args(kind) if in_terminal() else map(repr, get_args(kind))
        return f"one of {', '.join(words)}"
    if get_origin(kind) is not tuple:
        return NAMES[kind]
    inner, *others = get_args(kind)
    form = "with blanks between them" if in_terminal() else "in a tuple"
    if others != [Ellipsis]:
        return f"{1 + len(others)} {SEVERAL[inner]} {form}"
    return f"{SEVERAL[inner]} {form}, such as {shown(EXAMPLES[inner])}"
