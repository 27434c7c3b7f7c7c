"""Recipes as commands: every option of a config becomes one of the command line, with its help."""

import inspect
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from cyclopts import App, Parameter, Token
from cyclopts.config import Dict

from gradatim.cli.help_boxes import Boxes, as_typed
from gradatim.cli.sentences import read
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.option_values import DEFAULT
from gradatim.recipes.options import Option, options
from gradatim.recipes.repeat import given_options
from gradatim.training import Run


@dataclass(frozen=True, kw_only=True)
class ConfigFile:
    """The option that names a file of options."""

    config: Annotated[
        Path | None,
        Help("file of options, TOML or config.json of a run; the command line takes precedence"),
    ] = None


# What a recipe cannot do without, as it is typed; by the beginning of its name.
NEEDED = {
    "folder-": "--data my-images",
    "table-mlp": "--data houses.csv --target price",
    "sound-convnet": "--data my-sounds",
    "text-classifier": "--data my-sentences.csv",
    "text-gpt": "--text my-book.txt",
    "text-bert": "--text my-book.txt",
    "chat-instructions": "--init-from everyday-llama",
    "chat-": "--init-from runs/chat-instructions",
}


def with_needed(name: str) -> str:
    """The name of a recipe with the options that it cannot do without, for an example."""
    needed = (words for beginning, words in NEEDED.items() if name.startswith(beginning))
    return f"{name} {next(needed, '')}".rstrip()


def parse(
    command: str,
    recipe: str,
    help_text: str,
    configs: Sequence[Any],
    tokens: Sequence[str],
    *,
    offered: Callable[[Option], bool] = lambda option: True,
) -> list[dict[str, Any]] | None:
    """Read options of several configs from the words of a command line.

    Args:
        command: train or find-lr.
        recipe: its name.
        help_text: first lines of the help.
        configs: their values are the defaults.
        tokens: the words; `--config FILE` names a file of further values.
        offered: which options the command has a use for; those of a run's file are left out.

    Returns:
        For each config a dictionary of the values that were given; None where only help was asked.

    Raises:
        UserError, CycloptsError: an unknown option, a wrong value, a missing file.
    """
    words = list(tokens)
    if words and not words[0].startswith("-"):
        raise UserError(f"{words[0]!r} is not an option: write options as --name value.")
    flags = [word.partition("=")[0] for word in words if word.startswith("--")]
    for flag in flags:
        if flags.count(flag) > 1:  # of two lists of numbers the parser would make one
            raise UserError(f"{flag} is given twice: give it once.")
    everything = [options(config) for config in (*configs, ConfigFile())]
    groups = [list(filter(offered, group)) for group in everything]
    unused = [option.name for group in everything for option in group if not offered(option)]
    for flag in flags:
        if flag.strip("-").replace("-", "_") in unused:
            raise UserError(
                f"{flag} changes nothing in gradatim {command}: leave it out, or give it to "
                f"gradatim train {recipe}."
            )
    app = App(
        name=f"gradatim {command} {recipe}",
        help=help_text,
        help_format="plaintext",
        help_formatter=Boxes(),
        version_flags=[],
        config=_values_of_file(words, recipe, [o.name for group in groups for o in group]),
    )
    app["--help"].show = False  # a box with one line, which who reads it needs no longer
    found: list[dict[str, Any]] = []

    def collect(**values: Any) -> None:
        for group in groups[:-1]:
            found.append({o.name: values[o.name] for o in group if o.name in values})

    # cyclopts reads a function's signature: this one is made of the options of all configs.
    parameters = [_parameter(option) for group in groups for option in group]
    collect.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    collect.__annotations__ = {p.name: p.annotation for p in parameters}
    app.default(collect)
    app(words, exit_on_error=False, print_error=False, result_action="return_value")
    return found or None


def _parameter(option: Option) -> inspect.Parameter:
    several = _holds_several(option.type)
    negative = None if option.type is bool else ""  # --no-NAME for switches only
    how = Parameter(
        help=_without_default(option),
        consume_multiple=(1, None) if several else None,
        negative=negative,
        converter=_reader(option.type),
        show_default=as_typed,
    )
    return inspect.Parameter(
        option.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=option.value,
        annotation=Annotated[option.type, how],
    )


def _without_default(option: Option) -> str:
    """The help of an option; the default that is shown behind it is the recipe's."""
    return option.help if option.value is None else DEFAULT.sub("", option.help)


def _reader(kind: Any) -> Callable[[Any, Sequence[Token]], Any]:
    """How the words of an option are read."""
    several, optional = _holds_several(kind), kind is not _plain(kind)
    may_be_none = several or (optional and _plain(kind) is not str)  # "none" may be a name
    numbers = several and int in get_args(_plain(kind))

    def read_words(plain: Any, words: Sequence[Token]) -> Any:
        if may_be_none and [word.value for word in words] == ["none"]:
            return None if optional else ()  # `--grad-clip none`, `--hidden none`
        return _whole_numbers(plain, words) if numbers else read(plain, words)

    return read_words


def _plain(kind: Any) -> Any:
    """The type without its None: `tuple[int, ...] | None` is a tuple."""
    if get_origin(kind) in (Union, UnionType):
        return next(part for part in get_args(kind) if part is not type(None))
    return kind


def _holds_several(kind: Any) -> bool:
    return get_origin(_plain(kind)) in (tuple, list)


def _whole_numbers(kind: Any, words: Sequence[Token]) -> tuple[int, ...]:
    """Read whole numbers with blanks between them."""
    for word in words:
        if "," in word.value:
            numbers = " ".join(word.value.replace(",", " ").split())
            raise ValueError(f"write the numbers with blanks between them, {numbers}.")
    return tuple(read(int, [word]) for word in words)


def _values_of_file(words: list[str], recipe: str, names: Sequence[str]) -> tuple[Dict, ...]:
    """Take `--config FILE` or `--config=FILE` out of the words, and read the file."""
    place = next((i for i, word in enumerate(words) if word.partition("=")[0] == "--config"), None)
    if place is None:
        return ()
    if "=" in words[place]:
        words[place : place + 1] = words[place].split("=", 1)
    if place + 1 == len(words) or words[place + 1].startswith("--"):
        raise UserError("--config needs the name of a file: TOML, or config.json of a run.")
    path = Path(words[place + 1])
    if not path.is_file():
        what = "that is a folder" if path.is_dir() else "there is no such file"
        raise UserError(f"--config {path}: {what}; give a TOML file, or config.json of a run.")
    del words[place : place + 2]
    if path.name == "config.json":
        values = {k: v for k, v in _of_run(path, recipe).items() if k in names}
    else:
        values = options_of_toml(path)
    return (Dict(values, source=str(path), use_commands_as_keys=False),)


def options_of_toml(path: Path) -> dict[str, Any]:
    """The options in a file of lines such as `learning_rate = 0.01`.

    Raises:
        UserError: another kind of file.
    """
    remedy = "give a file of lines such as `learning_rate = 0.01`, or config.json of a run"
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))  # Windows editors put a BOM first
    except UnicodeDecodeError:
        raise UserError(f"--config {path} is not text in UTF-8: {remedy}.") from None
    except (ValueError, RecursionError) as error:
        raise UserError(f"--config {path} is not TOML ({error}): {remedy}.") from error


def _of_run(path: Path, recipe: str) -> dict[str, Any]:
    run = Run.open(path.parent)
    if run.config["recipe"] != recipe:
        raise UserError(
            f"--config {path} is of a run of {run.config['recipe']}: its options are not those of "
            f"{recipe}."
        )
    return given_options(run)
