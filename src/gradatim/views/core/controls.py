"""The controls of a view: what a visitor may change, and the check that every new value passes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from gradatim.errors import UserError, nearest


@dataclass(frozen=True)
class Number:
    """A number between two bounds; drawn as a slider, logarithmic where `log` is set."""

    default: float
    low: float
    high: float
    log: bool = False
    integer: bool = False
    hidden: bool = False  # the view offers its own handle for it

    def check(self, name: str, value: Any) -> float:
        """Return the value as a number within the bounds, or say what is allowed."""
        number = _number(name, value)
        if not self.low <= number <= self.high:
            raise UserError(
                f"{name} is {number:g}; it must lie between {self.low:g} and {self.high:g}."
            )
        return round(number) if self.integer else number


@dataclass(frozen=True)
class Choice:
    """One word out of a few."""

    default: str
    options: Sequence[str]
    hidden: bool = False

    def check(self, name: str, value: Any) -> str:
        """Return the word, or name the closest allowed one."""
        if value not in self.options:  # of any type: it comes from an address or a message
            raise UserError(
                f"{name} is {str(value)[:40]!r}; {nearest(str(value)[:40], self.options)}"
            )
        return value


@dataclass(frozen=True)
class Flag:
    """On or off."""

    default: bool
    hidden: bool = False

    def check(self, name: str, value: Any) -> bool:
        """Return the flag; the words of an address ("true", "0") are understood."""
        words = {"true": True, "1": True, "false": False, "0": False}
        if isinstance(value, bool):
            return value
        if str(value).lower() not in words:
            raise UserError(f"{name} is {str(value)[:40]!r}; it must be true or false.")
        return words[str(value).lower()]


@dataclass(frozen=True)
class Text:
    """A short text, such as a sentence."""

    default: str
    max_length: int = 200
    hidden: bool = False

    def check(self, name: str, value: Any) -> str:
        """Return the text, or say that it is too long."""
        if not isinstance(value, str):
            raise UserError(f"{name} must be a text.")
        if len(value) > self.max_length:
            raise UserError(
                f"{name} has {len(value)} characters; at most {self.max_length} are allowed."
            )
        return value


@dataclass(frozen=True)
class Numbers:
    """A list of numbers, such as the cells of a kernel or drawn points, flattened."""

    default: tuple[float, ...] = ()
    max_length: int = 1200
    bound: float = 1e6
    decimals: int = 3  # kept in the address
    hidden: bool = field(default=True)

    def check(self, name: str, value: Any) -> tuple[float, ...]:
        """Return the numbers as a tuple; an address gives them as one text joined by commas."""
        if isinstance(value, str):
            value = [part for part in value.split(",") if part.strip()]
        if not isinstance(value, list | tuple):
            raise UserError(f"{name} must be a list of numbers.")
        if len(value) > self.max_length:
            raise UserError(f"{name} has {len(value)} numbers; at most {self.max_length} fit.")
        numbers = tuple(round(_number(name, item), self.decimals) for item in value)
        if any(abs(number) > self.bound for number in numbers):
            raise UserError(f"{name} must stay between -{self.bound:g} and {self.bound:g}.")
        return numbers


Control = Number | Choice | Flag | Text | Numbers


def describe(control: Control) -> dict[str, Any]:
    """Say what the browser must know to draw a control."""
    kind = type(control).__name__.lower()
    fields = {name: getattr(control, name) for name in control.__dataclass_fields__}
    return {"kind": kind, **fields}


def in_address(control: Control, value: Any) -> str:
    """Write a value the way it stands in the address of a page."""
    if isinstance(control, Numbers):
        return ",".join(f"{number:g}" for number in value)
    if isinstance(control, Flag):
        return "1" if value else "0"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def exactly(name: str, value: Any, count: int, bound: float = 1000) -> tuple[float, ...]:
    """Return the numbers that an action takes, or say how many there must be.

    Args:
        name: of the action.
        value: what the page sent.
        count: how many numbers belong to the action.
        bound: largest size of each.
    """
    numbers = Numbers(max_length=count, bound=bound).check(name, value)
    if len(numbers) != count:
        raise UserError(f"{name} needs {count} numbers; {len(numbers)} are given.")
    return numbers


def _number(name: str, value: Any) -> float:
    # True is an int in Python, but no number that a slider sends.
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise UserError(f"{name} must be a number.")
    try:
        number = float(value)
    except ValueError:
        raise UserError(f"{name} is {str(value)[:40]!r}; it must be a number.") from None
    except OverflowError:
        raise UserError(f"{name} is too large a number.") from None
    if not math.isfinite(number):
        raise UserError(f"{name} must be a finite number.")
    return number
