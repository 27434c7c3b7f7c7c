"""Errors for the person who caused them: one sentence that says what was wrong and what to do."""

from collections.abc import Iterable
from difflib import get_close_matches


class UserError(ValueError):
    """A mistake in what the user gave; the command line prints it as one line and exits with 2."""


def nearest(name: str, allowed: Iterable[str]) -> str:
    """Name the closest allowed word, else list the allowed ones, to end an error message with.

    Args:
        name: what the user wrote.
        allowed: the words that would have been accepted.
    """
    words = list(allowed)
    close = get_close_matches(name.lower(), words, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"allowed: {', '.join(words)}."
