"""What is wrong with a command line, said as everywhere here: name, value, what to give.

cyclopts reads the words and notices what is wrong; its own messages have several forms.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from cyclopts import (
    Argument,
    ArgumentCollection,
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
from cyclopts.field_info import FieldInfo

from gradatim.errors import UserError, closest, is_training_option, nearest
from gradatim.option_values import allowed, fit

TEXTS = ("TEXT", "PROMPT")  # arguments that are one text, often of several words
# Options of `train` that no other recipe has either where `sweep` or `find-lr` has none.
OF_TRAIN = {"device", "devices", "precision", "out", "config", "threads", "seed"}


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
                if error.tokens_so_far:
                    got = " ".join(error.tokens_so_far)
                    return f"{error.keyword} is {got}: give {_allowed(error, argument)}."
                if argument.hint == tuple[str, ...]:
                    return (
                        f"{error.keyword} has no value: give one or several, with blanks between."
                    )
                return f"{error.keyword} has no value: give {_allowed(error, argument)}."
            return _missing(error, argument, command)
        case UnusedCliTokensError(unused_tokens=words) if words:
            return _unused(error, words, command)
        case UnknownOptionError():
            option, source = error.token.keyword or error.token.value, error.token.source
            return _unknown(option, source, error.argument_collection, command)
        case RepeatArgumentError(token=token):
            return f"{token.keyword} is given twice: give it once."
        case UnknownCommandError(unused_tokens=words) if words and error.app:
            names = [name for name in error.app if not name.startswith("-")]
            return f"{command} has no command {words[0]!r}: {nearest(words[0], names)}"
    return str(error)


def _unused(error: UnusedCliTokensError, words: Sequence[str], command: str) -> str:
    """Words behind the last argument: too many, or the rest of a text without its quotes."""
    unused, given = " ".join(words), list(error.root_input_tokens or ())
    arguments = error.app.assemble_argument_collection() if error.app else ()
    last = max(arguments, key=_place, default=None)
    if last and _positional(last) in TEXTS and words[0] in given[1:] and unused:
        text = f"{given[given.index(words[0], 1) - 1]} {unused}"
        return f'{command} reads one text: put its words in quotes, as in "{text}"'
    return f"{command} has no use for {unused!r}: leave it out, or see {command} --help"


def _missing(error: MissingArgumentError, argument: Argument, command: str) -> str:
    """An argument that was left out, after those that were given."""
    given = list(error.root_input_tokens or ())[len(error.command_chain or ()) :]
    known = error.app.assemble_argument_collection() if error.app else ArgumentCollection()
    # Who misspells `--to` has given it: the misspelled word is what is wrong.
    if wrong := [word for word in error.unused_tokens or () if re.match("--?[a-z]", word)]:
        return _unknown(wrong[0], "cli", known, command)
    if argument.field_info.is_keyword_only:
        return f"{command} needs {argument.name}: give {_allowed(error, argument)}."
    several = ", one or several" if argument.field_info.kind is FieldInfo.VAR_POSITIONAL else ""
    n_given = next((i for i, word in enumerate(given) if word.startswith("-")), len(given))
    before = [a.field_info.name.upper() for a in known if 0 <= _place(a) < _place(argument)]
    # A file that was meant for FILES stands where RUN belongs: say what was taken for what.
    taken = [
        f"{name}, which is {word!r}" for name, word in zip(before, given[:n_given], strict=False)
    ]
    after = f", after {', and '.join(taken)}" if taken else ""
    return f"{command} needs {_positional(argument)}{several}{after}: see {command} --help"


def _place(argument: Argument) -> int:
    """The place of an argument on the command line, from 0; -1 for one that is given by name."""
    return -1 if argument.index is None else argument.index


def _positional(argument: Argument) -> str:
    """The name of an argument without `--`, as the help writes it."""
    return argument.name.lstrip("-").upper()


def _unreadable(error: CoercionError, command: str) -> str:
    """A value of another type than the option's."""
    token, argument = error.token, error.argument
    if token is None or argument is None:
        return str(error)
    name = token.keyword or argument.name.lstrip("-").upper()
    if token.source not in ("", "cli"):
        name = f"{_key(name)} in {token.source}"
    if not token.value:
        if _takes_any_text(argument.hint) or Path in (argument.hint, *get_args(argument.hint)):
            what = "a value" if _takes_any_text(argument.hint) else _allowed(error, argument)
            return f"{name} is empty: give {what}; {command} --help says which."
        return f"{name} is empty: give {_allowed(error, argument)}."
    # A converter of ours knows better what to give.
    if str(error.msg).startswith(("give", "write")):
        return f"{name} is {token.value!r}: {error.msg}"
    kind = error.target_type if error.target_type is not None else argument.hint
    try:
        fit("", kind, token.value)
    except UserError as refusal:  # a word that is not among those allowed, with the nearest
        if "not known" in str(refusal):
            return f"{name} is {token.value!r}, {str(refusal).partition(', ')[2]}"
    return f"{name} is {token.value!r}: give {_allowed(error, argument)}."


def _takes_any_text(kind: Any) -> bool:
    """Tell whether an option takes any text, of which only its help can say what it means."""
    return kind is str or str in get_args(kind)


def _allowed(error: CycloptsError, argument: Argument) -> str:
    known = error.app.assemble_argument_collection(parse_docstring=True) if error.app else ()
    help = next((a.parameter.help for a in known if a.name == argument.name), None)
    try:
        return allowed(argument.hint, help or "")
    except KeyError:  # a path, which any word is
        return "the name of a file or folder"


def _unknown(option: str, source: str, known: ArgumentCollection, command: str) -> str:
    """An option that the command does not have, from the command line or a file."""
    option = option if source == "cli" else _key(option)
    names = [name for a in known if a.parse for name in a.names]
    # Who misspells an option wants it on: `--no-...` is never meant.
    offered = [name for name in names if name[:2] == "--" and name[:5] != "--no-"]
    near = closest(option.partition("=")[0], offered)
    if source != "cli":
        near = near and _key(near)
    advice = f"did you mean {near}?" if near else f"see {command} --help"
    where = "" if source == "cli" else f" in {source}"
    return f"{command} has no option {option}{where}{_elsewhere(command, option)}: {advice}"


def _elsewhere(command: str, option: str) -> str:
    """Who has an option that this command has not."""
    name = option.partition("=")[0].strip("-").replace("-", "_")
    if not is_training_option(name):
        return ""
    of_recipe = re.fullmatch(r"gradatim (train|sweep|find-lr) \S+", command)
    if of_recipe and name not in OF_TRAIN:
        return ", which other recipes have"
    return ", which `gradatim train` has"


def _key(name: str) -> str:
    """The key of a file that an option stands under; cyclopts writes `[learning-rate]`."""
    return name.strip("[]-").replace("-", "_")
