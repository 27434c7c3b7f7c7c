"""Checks that configs share: a wrong size is one clear sentence, not a traceback."""

from collections.abc import Iterable

from gradatim.errors import UserError, nearest


def require_positive(config: object, *names: str) -> None:
    """Refuse a size (or a tuple of sizes) that is not made of integers of at least 1."""
    for name in names:
        value = getattr(config, name)
        for number in value if isinstance(value, tuple) else (value,):
            if isinstance(number, bool) or not isinstance(number, int) or number < 1:
                kind = type(config).__name__
                raise UserError(f"{kind}: {name} must be a whole number >= 1, got {value!r}.")


def require_share(config: object, *names: str) -> None:
    """Refuse a share (a dropout rate, a momentum) outside [0, 1)."""
    for name in names:
        value = getattr(config, name)
        if not 0 <= value < 1:
            kind = type(config).__name__
            raise UserError(f"{kind}: {name} must lie in [0, 1), got {value!r}.")


def require_one_of(config: object, name: str, allowed: Iterable[str]) -> None:
    """Refuse a word that is not one of the allowed ones, and name the nearest."""
    words = list(allowed)
    value = getattr(config, name)
    if value not in words:
        kind = type(config).__name__
        raise UserError(f"{kind}: unknown {name} {value!r}: {nearest(str(value), words)}")
