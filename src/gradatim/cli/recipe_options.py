"""Recipes as commands: every option of a config becomes one of the command line, with its help."""

import inspect
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, get_origin

from cyclopts import App, Parameter, Token
from cyclopts.config import Toml

from gradatim.errors import UserError
from gradatim.recipes.options import Option, options


def parse(
    command: str, help_text: str, configs: Sequence[Any], tokens: Sequence[str]
) -> list[dict[str, Any]] | None:
    """Read options of several configs from the words of a command line.

    Args:
        command: what the help shows as the name of the command.
        help_text: first lines of the help.
        configs: their values are the defaults.
        tokens: the words; `--config FILE` names a TOML file of further values.

    Returns:
        For each config a dictionary of the values that were given; None where only help was asked.

    Raises:
        UserError, CycloptsError: an unknown option, a wrong value, a missing file.
    """  # fmt: skip
    words = list(tokens)
    if words and not words[0].startswith("-"):
        raise UserError(f"{words[0]!r} is not an option: write options as --name value.")
    groups = [options(config) for config in configs]
    app = App(name=command, help=help_text, version_flags=[], config=_config(words))
    found: list[dict[str, Any]] = []

    def collect(**values: Any) -> None:
        for group in groups:
            found.append({o.name: values[o.name] for o in group if o.name in values})

    parameters = [_parameter(option) for group in groups for option in group]
    collect.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    collect.__annotations__ = {p.name: p.annotation for p in parameters}
    app.default(collect)
    app(words, exit_on_error=False, print_error=False, result_action="return_value")
    return found or None


def _parameter(option: Option) -> inspect.Parameter:
    several = get_origin(option.type) in (tuple, list)
    negative = None if option.type is bool else ""  # --no-NAME for switches only
    whole = _whole if option.type in (int, int | None) else None
    how = Parameter(help=option.help, consume_multiple=several, negative=negative, converter=whole)
    return inspect.Parameter(
        option.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=option.value,
        annotation=Annotated[option.type, how],
    )


def _whole(kind: Any, tokens: Sequence[Token]) -> int:
    """Read a whole number; cyclopts alone would round 1.5 and say nothing."""
    text = tokens[0].value
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a whole number") from None


def _config(words: list[str]) -> tuple[Toml, ...]:
    """Take `--config FILE` out of the words."""
    if "--config" not in words:
        return ()
    place = words.index("--config")
    if place + 1 == len(words) or words[place + 1].startswith("--"):
        raise UserError("--config needs the name of a TOML file.")
    path = Path(words[place + 1])
    if not path.is_file():
        raise UserError(f"--config {path}: there is no such file.")
    try:
        tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise UserError(f"--config {path} is not TOML: {error}.") from error
    del words[place : place + 2]
    return (Toml(path, must_exist=True, use_commands_as_keys=False),)


def asks_for_help(words: Sequence[str]) -> bool:
    """Tell whether the words only ask for help."""
    return any(word in ("--help", "-h") for word in words)


def wants_processes(devices: int, nodes: int) -> bool:
    """Tell whether this process is alone although several were asked for."""
    import os

    return (devices > 1 or nodes > 1) and "RANK" not in os.environ


def launch(devices: int, nodes: int, node_rank: int, master_address: str) -> None:
    """Start this very command line in several processes, by torchrun; exit with its code."""
    import subprocess

    where = ["--standalone"]
    if nodes > 1:
        address, _, port = master_address.partition(":")
        where = ["--nnodes", str(nodes), "--node-rank", str(node_rank)]
        where += ["--master-addr", address, "--master-port", port or "29500"]
    engine = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", str(devices)]
    command = [*engine, *where, "-m", "gradatim", *sys.argv[1:]]
    sys.exit(subprocess.run(command, check=False).returncode)
