"""The options of a recipe: list them, change them."""

import dataclasses
import inspect
import tokenize
from typing import Any, NamedTuple, get_type_hints

from gradatim.errors import UserError, nearest
from gradatim.recipes.base import AnyRecipe


class Knob(NamedTuple):
    """A value of a recipe that can be changed."""

    name: str
    type: Any
    default: Any
    help: str


def knobs(options: Any) -> list[Knob]:
    """List the knobs of a recipe (or any dataclass instance), its own before the inherited."""
    types = get_type_hints(type(options))
    helps = _comments(type(options))
    fields = [f for f in dataclasses.fields(options) if f.metadata.get("knob", True)]
    written = [inspect.get_annotations(base) for base in type(options).__mro__]
    fields.sort(key=lambda f: next(i for i, names in enumerate(written) if f.name in names))
    return [
        Knob(f.name, types[f.name], getattr(options, f.name), helps.get(f.name, "")) for f in fields
    ]


def _comments(kind: type) -> dict[str, str]:
    """Read the end-of-line comments beside the fields of a dataclass and of its bases."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if not dataclasses.is_dataclass(base):
            continue
        lines = iter(inspect.getsource(base).splitlines(keepends=True))
        name = ""
        for token in tokenize.generate_tokens(lambda lines=lines: next(lines, "")):  # type: ignore[misc]
            if token.start[1] == 4 and token.type == tokenize.NAME:
                name = token.string
            elif token.type == tokenize.NEWLINE:
                name = ""
            elif token.type == tokenize.COMMENT and name in base.__annotations__:
                found[name] = token.string.removeprefix("#").strip()
    return found


def change(name: str, recipe: AnyRecipe, values: dict[str, Any]) -> AnyRecipe:
    """Return a recipe with some knobs changed.

    Raises:
        UserError: no such knob, or a value outside its range.
    """
    allowed = [knob.name for knob in knobs(recipe)]
    for key in values:
        if key not in allowed:
            raise UserError(f"recipe {name!r} has no knob {key!r}: {nearest(key, allowed)}")
    # JSON has no tuples
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    return dataclasses.replace(recipe, **values)
