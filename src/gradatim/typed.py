"""Values from outside against types: what does not fit is one sentence with field and value."""

import codecs
from collections.abc import Hashable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from gradatim.errors import UserError

Kind = TypeVar("Kind")
BOM = codecs.BOM_UTF8  # which Windows editors put first
LONGEST = 60  # characters of a value that are shown


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def validated(kind: type[Kind], value: Any, what: str, remedy: str, *, strict: bool = True) -> Kind:
    """Check a value against a type: a TypedDict, a dataclass, `tuple[int, ...]`, a Literal.

    Args:
        kind: the type.
        value: what should be of that type.
        what: what holds the value, such as a file, to begin the message with.
        remedy: what to do, to end it with.
        strict: whether "3" is not a number and a list no tuple.

    Returns:
        The value; unless strict, with lists in place of tuples turned into these.

    Raises:
        UserError: a value of another type; the first that was found is named.
    """
    try:
        return _adapter(cast(Hashable, kind)).validate_python(value, strict=strict)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        if first["type"] == "missing":
            raise UserError(f"{what} lacks {place}: {remedy}") from None
        shown = repr(first["input"])
        shown = shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 3]}..."
        message = first["msg"][:1].lower() + first["msg"][1:]
        holds = f"has {place} {shown}" if place else f"is {shown}"
        raise UserError(f"{what} {holds} ({message}): {remedy}") from None


def read_json(file: Path, remedy: str) -> Any:
    """Read a JSON file, whatever is in it.

    Raises:
        UserError: not JSON: cut off, not UTF-8, nested too deeply, no text at all.
    """
    try:
        return parse_json(file.read_bytes())
    except ValueError as error:
        raise UserError(f"{file} is damaged ({error}): {remedy}") from None
    except OSError as error:
        raise UserError(f"{file} cannot be read ({error.strerror or error}): {remedy}") from None


def parse_json(content: bytes) -> Any:
    """Parse JSON. Unlike `json.loads` it ends in a ValueError for every fault there can be.

    Deep nesting would be a RecursionError there, and half a surrogate pair would get through and
    end whoever prints it. NaN and Infinity are read, because a metric can be both.
    """
    return from_json(content.removeprefix(BOM), allow_inf_nan=True)
