"""What is wrong with a command line, said as everywhere here: name, value, what to give.

cyclopts reads the words and notices what is wrong; its own messages have several forms.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from cyclopts import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    Token,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
    convert,
)

from gradatim.errors import UserError, closest, is_option, nearest
from gradatim.option_values import allowed, fit


def read_text(kind: Any, words: Sequence[Token]) -> Any:
    """Read a text that may be empty, such as the beginning of a story."""
    return convert(kind, words)


def require_text(word: str) -> None:
    """Refuse bytes that are no characters: no model reads them. Names of files may have them.

    Raises:
        UserError: with the word, its bytes as escapes.
    """
    if any("\ud800" <= sign <= "\udfff" for sign in word) and not os.path.exists(word):
        raise UserError(
            f"{word!a} is not in UTF-8: set the terminal, or the file that it comes from, to UTF-8."
        )


def read(kind: Any, words: Sequence[Token]) -> Any:
    """Read a value; cyclopts alone would make 2 of 1.5 where a whole number is due, in silence."""
    return convert(kind, words, converter=_read_one)


def _read_one(kind: Any, word: str) -> Any:
    if not word and kind in (str, Path):
        raise ValueError("empty")  # a variable of the shell that is not set, often
    if kind is int and not re.fullmatch(r"[+-]?\d+", word):
        raise ValueError(f"{word!r} is not a whole number")
    try:
        return convert(kind, [word])
    except CoercionError as error:  # which does not know the option's name yet
        raise ValueError(f"{word!r} does not fit") from error


def sentence(error: CycloptsError) -> str:
    """Say what is missing, too much or not to be read."""
    whose = error.app.name[0] if error.app else ""  # "gradatim train RECIPE" names itself so
    whose = whose if whose.startswith("gradatim") else "gradatim"
    command = " ".join([whose, *(error.command_chain or ())])
    match error:
        case CoercionError():
            return _unreadable(error, command)
        case MissingArgumentError(argument=argument) if argument:
            if error.keyword:
                if argument.hint == tuple[str, ...]:
                    return (
                        f"{error.keyword} has no value: give one or several, with blanks between."
                    )
                return f"{error.keyword} has no value: give {_allowed(argument.hint)}."
            name = argument.name  # of a positional one as the help writes it
            name = name if argument.field_info.is_keyword_only else name.lstrip("-").upper()
            kind = argument.field_info.kind
            several = ", one or several" if kind is argument.field_info.VAR_POSITIONAL else ""
            return f"{command} needs {name}{several}: see {command} --help"
        case UnusedCliTokensError(unused_tokens=words) if words:
            unused = " ".join(words)
            return f"{command} has no use for {unused!r}: leave it out, or see {command} --help"
        case UnknownOptionError():
            return _unknown(error, command)
        case RepeatArgumentError(token=token):
            return f"{token.keyword} is given twice: give it once."
        case UnknownCommandError(unused_tokens=words) if words and error.app:
            names = [name for name in error.app if not name.startswith("-")]
            return f"{command} has no command {words[0]!r}: {nearest(words[0], names)}"
    return str(error)


def _unreadable(error: CoercionError, command: str) -> str:
    """A value of another type than the option's."""
    token, argument = error.token, error.argument
    if token is None or argument is None:
        return str(error)
    name = token.keyword or argument.name.lstrip("-").upper()
    if token.source not in ("", "cli"):
        name = f"{_key(name)} in {token.source}"
    if not token.value:
        value = "a value" if _takes_any_text(argument.hint) else _allowed(argument.hint)
        return f"{name} is empty: give {value}; {command} --help says which."
    # A converter of ours knows better what to give.
    if str(error.msg).startswith(("give", "write")):
        return f"{name} is {token.value!r}: {error.msg}"
    kind = error.target_type if error.target_type is not None else argument.hint
    try:
        fit("", kind, token.value)
    except UserError as refusal:  # a word that is not among those allowed, with the nearest
        if "not known" in str(refusal):
            return f"{name} is {token.value!r}, {str(refusal).partition(', ')[2]}"
    return f"{name} is {token.value!r}: give {_allowed(argument.hint)}."


def _takes_any_text(kind: Any) -> bool:
    """Tell whether an option takes any text, of which only its help can say what it means."""
    return kind is str or str in get_args(kind)


def _allowed(kind: Any) -> str:
    try:
        return allowed(kind)
    except KeyError:  # a path, which any word is
        return "the name of a file or folder"


def _unknown(error: UnknownOptionError, command: str) -> str:
    option, source = error.token.keyword or error.token.value, error.token.source
    option = option if source == "cli" else _key(option)
    names = [name for a in error.argument_collection if a.parse for name in a.names]
    # Who misspells an option wants it on: `--no-...` is never meant.
    offered = [name for name in names if name[:2] == "--" and name[:5] != "--no-"]
    near = closest(option.partition("=")[0], offered)
    if source != "cli":
        near = near and _key(near)
    advice = f"did you mean {near}?" if near else f"see {command} --help"
    where = "" if source == "cli" else f" in {source}"
    elsewhere = ", which other recipes have" if is_option(option.partition("=")[0]) else ""
    return f"{command} has no option {option}{where}{elsewhere}: {advice}"


def _key(name: str) -> str:
    """The key of a file that an option stands under; cyclopts writes `[learning-rate]`."""
    return name.strip("[]-").replace("-", "_")
