"""Options in messages as one writes them: `--epochs 2` in a terminal, `epochs=2` in Python.

One message serves both, so none spells an option out: it asks `spelled` or `given`. The command
line says once, around all it does, that a terminal reads it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# Options that a terminal has by another name than the function that they are for.
IN_TERMINAL = {
    "n_tokens": "tokens",
    "n_best": "top",
    "n_images": "images",
    "n_seeds": "seeds",
    "n_games": "games",
    "n_boards": "boards",
}
_in_terminal = [False]  # of the process, not of a thread: those of a server speak as it does


@contextmanager
def speaking(terminal: bool) -> Iterator[None]:
    """Spell options as in a terminal, or as in Python or a file, until the block ends."""
    before, _in_terminal[0] = _in_terminal[0], terminal
    try:
        yield
    finally:
        _in_terminal[0] = before


def in_terminal() -> bool:
    """Tell whether messages are for a terminal."""
    return _in_terminal[0]


def spelled(name: str, value: Any = None) -> str:
    """Spell an option, alone or with a value, as whoever reads the message would write it.

    Args:
        name: in Python: `val_fraction`.
        value: what to give it; a word in capitals, `FOLDER`, stands for one.

    Returns:
        `val_fraction`, `val_fraction=0`; in a terminal `--val-fraction`, `--val-fraction 0`.
    """
    if _in_terminal[0]:
        flag = f"--{IN_TERMINAL.get(name, name).replace('_', '-')}"
        if isinstance(value, bool):
            return flag if value else flag.replace("--", "--no-", 1)
        return (
            flag if value is None else f"{flag} {value if isinstance(value, str) else shown(value)}"
        )
    if value is None:
        return name
    return f"{name}={value if isinstance(value, str) and value.isupper() else repr(value)}"


def shown(value: Any) -> str:
    """Show the value of an option: `(16, 32)`, and in a terminal `16 32`; `none` for `()`.

    A float that is whole is shown as one types it there: `120`, not `120.0`.
    """
    if _in_terminal[0] and isinstance(value, tuple | list):
        return " ".join(v if isinstance(v, str) else shown(v) for v in value) or "none"
    if _in_terminal[0] and isinstance(value, float):
        return repr(value).removesuffix(".0").replace("e+", "e")
    return repr(value)


def given(name: str, value: Any) -> str:
    """Say what an option was given, to begin a message with: `--hidden is 16 32`."""
    return f"{spelled(name)} is {shown(value)}"
