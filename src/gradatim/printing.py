"""What users named, on the terminal: it neither colors nor turns round nor erases what is there."""

import re

from rich.markup import escape

# Control characters, marks that change the direction of writing, and halves of surrogate pairs.
_NOT_SHOWN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def escape_invisible(value: object) -> str:
    """Write what cannot be seen as Python would, such as `\\x1b`."""
    return _NOT_SHOWN.sub(lambda found: ascii(found[0])[1:-1], str(value))


def escaped(value: object) -> str:
    """Make a name, path or value fit for rich: `[bold]` is four letters in brackets, no command."""
    return escape(escape_invisible(value))
