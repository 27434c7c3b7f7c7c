"""The options of a recipe: every leaf of its configs, by a short name that is there only once.

A recipe joins small frozen configs (data, augmentation, model, training, ...). The command line,
the web page and the tests see them flat: `options(recipe)` lists the leaves,
`change(name, recipe, {"learning_rate": 0.01})` puts a value where it belongs.
"""

import dataclasses
from collections.abc import Hashable
from functools import cache
from typing import Annotated, Any, NamedTuple, TypeVar, cast, get_args, get_origin, get_type_hints

from gradatim.errors import UserError, nearest
from gradatim.help import Help
from gradatim.option_values import fit
from gradatim.recipes.unread import refuse_unread

AnyConfig = TypeVar("AnyConfig")


class Option(NamedTuple):
    """A value that can be changed."""

    name: str
    type: Any
    value: Any
    help: str
    path: tuple[str, ...]  # the fields that lead to it: ("train", "optim", "learning_rate")


def options(config: Any) -> list[Option]:
    """List the options of a recipe, or of any config: its own first, those of training last.

    Left out are fields with `metadata={"option": False}` and those that the recipe's class names
    in `fixed`, such as sizes of a model that the data decide.
    """
    found = list(_leaves(config, (), getattr(config, "fixed", ())))
    return sorted(found, key=lambda option: option.path[0] == "train")


def _leaves(config: Any, path: tuple[str, ...], fixed: tuple[str, ...]) -> Any:
    types = _types(cast(Hashable, type(config)))
    for item in dataclasses.fields(config):
        if not item.metadata.get("option", True) or ".".join((*path, item.name)) in fixed:
            continue
        value, here = getattr(config, item.name), (*path, item.name)
        if dataclasses.is_dataclass(value):
            yield from _leaves(value, here, fixed)
            continue
        kind, text = types[item.name], ""
        if get_origin(kind) is Annotated:
            kind, *notes = get_args(kind)
            text = next((note for note in notes if isinstance(note, Help)), "")
        yield Option(item.name, kind, value, text, here)


@cache
def _types(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def values_of(config: Any) -> dict[str, Any]:
    """Give the options of a recipe as one flat dictionary, name to value."""
    return {option.name: option.value for option in options(config)}


def change(
    name: str, recipe: AnyConfig, values: dict[str, Any], *, unread_too: bool = False
) -> AnyConfig:
    """Return a recipe with some options changed.

    Giving one of `epochs` and `steps` takes the place of the other; another optimizer begins with
    its own defaults of what only some optimizers have.

    Args:
        name: of the recipe, for the message.
        recipe: is left as it is.
        values: option to value; a list becomes a tuple, np.int64(3) or 3.0 a whole number.
        unread_too: take also what nothing reads beside the other options, as of an older run.

    Raises:
        UserError: no such option, a value outside its range, or one that would change nothing.
    """
    known = {option.name: option for option in options(recipe)}
    paths = {key: option.path for key, option in known.items()}
    for key in values:
        if key not in paths:
            raise UserError(f"recipe {name!r} has no option {key!r}: {nearest(key, paths)}")
    values = {
        key: fit(key, known[key].type, value, known[key].help) for key, value in values.items()
    }
    asked = set(values)
    for given, other in (("epochs", "steps"), ("steps", "epochs")):
        if values.get(given) is not None and other in paths:
            values = {other: None, **values}
    # Rates of decay that suit one optimizer seldom suit another: without this they would stay.
    if "optimizer" in values:
        own = [name for name in ("momentum", "beta1", "beta2", "adamw_lr_ratio") if name in paths]
        values = {**dict.fromkeys(own), **values}
    # All at once: a check of two options together must not see one of them still old.
    changed = _replace(recipe, {paths[key]: value for key, value in values.items()})
    if not unread_too:
        refuse_unread(changed, {key: values[key] for key in known if key in asked})
    return changed


def _replace(config: Any, values: dict[tuple[str, ...], Any]) -> Any:
    """Replace leaves by their paths; those of one config at once, so that it is checked once."""
    leaves = {path[0]: value for path, value in values.items() if len(path) == 1}
    for name in {path[0] for path in values if len(path) > 1}:
        inner = {path[1:]: value for path, value in values.items() if path[0] == name}
        leaves[name] = _replace(getattr(config, name), inner)
    return dataclasses.replace(config, **leaves)
