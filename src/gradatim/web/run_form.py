"""The form that starts a run: which options it shows, and what a text in it means."""

from collections.abc import Mapping
from typing import Any

from gradatim.errors import UserError
from gradatim.recipes.options import Option, options

NAMES = ("data", "text", "init_from")  # of files or runs, where a recipe leaves them open
SHOWN = ("epochs", "steps", "learning_rate", "batch_size", "optimizer", "dropout", "seed")


def form_options(config: Any) -> list[Option]:
    """The options of a recipe that a form shows: those that matter most, in a fixed order."""
    known = {option.name: option for option in options(config)}
    open_names = [name for name in NAMES if name in known and known[name].value == ""]
    usual = [name for name in SHOWN if name in known and known[name].value is not None]
    return [known[name] for name in (*open_names, *usual)]


def filled_in(shown: list[Option], given: Mapping[str, str]) -> list[Option]:
    """The options with the values that an address gives; one that is no number is left out."""
    result = []
    for option in shown:
        try:
            value = value_of(option, given[option.name])
        except (KeyError, UserError):
            value = option.value
        result.append(option._replace(value=value))
    return result


def value_of(option: Option, text: str) -> Any:
    """The value that a text of a form means.

    Raises:
        UserError: it is not a number where one is needed.
    """
    if isinstance(option.value, str):
        return text.strip()
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise UserError(f"{option.name} is a number, not {text[:30]!r}.") from None
    return int(number) if isinstance(option.value, int) and number.is_integer() else number
