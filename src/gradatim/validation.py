"""Checks that configs share: a wrong value is one sentence that says what to give instead.

Each takes a config and the names of its fields, and raises a UserError. None is not checked: where
a field may be None, it stands for a default.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from numbers import Integral, Real
from typing import Any

from gradatim.errors import UserError, nearest
from gradatim.option_values import NAMES
from gradatim.spelling import given, spelled

LARGEST_SEED = 2**31 - 1
MOST_TRIED = 1_000_000  # divisors: a size of twelve digits must not take minutes to refuse


def require_sizes(config: object, *names: str) -> None:
    """Refuse a size that is not a whole number of at least 1, or a tuple with such a number."""
    for name in names:
        value = getattr(config, name)
        several = isinstance(value, tuple | list)
        for number in value if several else (value,):
            whole = isinstance(number, Integral) and not isinstance(number, bool)
            if value is not None and not (whole and number >= 1):
                kind = "whole numbers of at least 1" if several else "a whole number of at least 1"
                raise UserError(f"{given(name, value)}: give {kind}.")


def require_positive(config: object, *names: str) -> None:
    """Refuse a number that is not above 0, or that is infinite."""
    _require(config, names, lambda value: 0 < value < math.inf, "a number above 0")


def require_not_negative(config: object, *names: str) -> None:
    """Refuse a number below 0, or one that is infinite."""
    _require(config, names, lambda value: 0 <= value < math.inf, "0 or a number above it")


def require_fraction(config: object, *names: str) -> None:
    """Refuse a fraction (a dropout rate, a momentum) outside [0, 1)."""
    _require(config, names, lambda value: 0 <= value < 1, "a number from 0 to below 1")


def require_unit_interval(config: object, *names: str) -> None:
    """Refuse a number outside [0, 1]."""
    _require(config, names, lambda value: 0 <= value <= 1, "a number from 0 to 1")


def require_at_most(config: object, largest: float, *names: str) -> None:
    """Refuse a number above the largest that means anything."""
    _require(config, names, lambda value: value <= largest, f"at most {largest:,}")


def require_part(config: object, *names: str) -> None:
    """Refuse a fraction outside (0, 1]: of what would be lost at 0 and may be kept whole at 1."""
    _require(config, names, lambda value: 0 < value <= 1, "a number above 0 and at most 1")


def _require(config: object, names: tuple[str, ...], holds: Any, allowed: str) -> None:
    for name in names:
        value = getattr(config, name)
        number = isinstance(value, Real) and not isinstance(value, bool)
        if value is not None and not (number and holds(value)):
            raise UserError(f"{given(name, value)}: give {allowed}.")


@contextmanager
def naming(name: str, value: object) -> Iterator[None]:
    """Say with which option something was named that cannot be used, where that is not said."""
    try:
        yield
    except UserError as error:
        if spelled(name) in str(error):
            raise
        raise UserError(f"{given(name, value)}: {error}") from error


def check_seed(seed: object) -> int:
    """Return a seed that every generator of random numbers here takes.

    Raises:
        UserError: no whole number, or one outside 0 to 2**31 - 1.
    """
    if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed <= LARGEST_SEED:
        raise UserError(f"{given('seed', seed)}: give a whole number from 0 to {LARGEST_SEED:,}.")
    return seed


def require_one_of(config: object, name: str, allowed: Iterable[str]) -> None:
    """Refuse a word that is not one of the allowed ones, and name the nearest."""
    words = list(allowed)
    value = getattr(config, name)
    if value is not None and value not in words:
        best = nearest(str(value), words, list_few=True)
        raise UserError(f"{given(name, value)}, which is not known: {best}")


def require_divisor(config: object, name: str, whole: str) -> None:
    """Refuse a size that does not divide another one; both are checked sizes already."""
    value, total = getattr(config, name), getattr(config, whole)
    if total % value:
        small = [n for n in range(1, min(math.isqrt(total), MOST_TRIED) + 1) if total % n == 0]
        divisors = {*small, *(total // n for n in small)}
        near = sorted(divisors, key=lambda n: abs(n - value))[:3]
        raise UserError(
            f"{given(name, value)}, which does not divide {spelled(whole)}, {total}: give "
            f"{spelled(name)} {' or '.join(map(str, sorted(near)))}, or another {spelled(whole)}."
        )


def require_kind(config: object, **kinds: type) -> None:
    """Refuse a config in place of which something else stands; `name=Kind` for each field."""
    for name, kind in kinds.items():
        value = getattr(config, name)
        if not isinstance(value, kind):
            raise UserError(f"{given(name, value)}: give {NAMES.get(kind, f'a {kind.__name__}')}.")


def require_length(config: object, name: str, length: int) -> None:
    """Refuse a tuple that has not so many numbers."""
    value = getattr(config, name)
    if len(value) != length:
        raise UserError(f"{given(name, value)}: give {length} numbers.")


def require_equally_many(config: object, name: str, other: str) -> None:
    """Refuse two tuples of different lengths."""
    value, others = getattr(config, name), getattr(config, other)
    if len(value) != len(others):
        raise UserError(
            f"{given(name, value)} and {given(other, others)}: give equally many numbers."
        )


def set_pattern(config: Any, field: str, usual: Sequence[bool]) -> None:
    """Require one value per layer in a field, and put the usual ones where it is empty.

    Args:
        config: a frozen config, in its `__post_init__`.
        field: its field, a tuple of booleans.
        usual: as published, one per layer.

    Raises:
        UserError: another number of values.
    """
    values = getattr(config, field)
    if not values:
        object.__setattr__(config, field, tuple(usual))  # frozen for everybody else
    elif len(values) != len(usual):
        raise UserError(
            f"{given(field, values)}, {len(values)} values for {len(usual)} layers: give one for "
            "each."
        )
