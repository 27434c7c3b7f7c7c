"""Options that change nothing, though each does elsewhere: refused, or said in a sentence.

That every option is read by somebody is a test's business. Whether one counts beside the others
only the configs know: `unread()` of a config names the options that nothing reads with the others
as they are, and why. An option with its default value, such as `--nodes 1`, is no such case: it is
read, and a script that writes the number of machines must not fail on a single one.
"""

import dataclasses
from typing import Any

from gradatim.errors import UserError
from gradatim.spelling import given


def unread(config: Any) -> dict[str, str]:
    """The options that nothing reads, each with the reason; of a config and of those in it."""
    found: dict[str, str] = config.unread() if hasattr(config, "unread") else {}
    for field in dataclasses.fields(config):
        value = getattr(config, field.name)
        if dataclasses.is_dataclass(value):
            found = {**unread(value), **found}
    return found


def refuse_unread(recipe: Any, values: dict[str, Any]) -> None:
    """Refuse an option that was given and that nothing reads beside the others.

    Args:
        recipe: with all its options.
        values: those that were given.

    Raises:
        UserError: the first of them, and why it changes nothing.
    """
    for name, reason in unread(recipe).items():
        if name in values:
            raise UserError(f"{given(name, values[name])}, and {reason}: leave it out.")
