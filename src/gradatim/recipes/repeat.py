"""What was asked of a run: the options it was given, and the command that repeats it."""

import dataclasses
import shlex
from typing import Any

from gradatim.recipes.options import change, values_of
from gradatim.recipes.registry import get
from gradatim.recipes.runs import reopen
from gradatim.training import Run, RuntimeOptions


def given_options(run: Run) -> dict[str, Any]:
    """Give every option of a run that differs from its recipe's default, name to value.

    Raises:
        UserError: the run is of a recipe or an option that this version does not know.
    """
    name, values = run.config["recipe"], values_of(reopen(run))
    default = get(name)
    if values["optimizer"] != default.train.optim.optimizer:
        # Another optimizer begins with its own defaults of momentum and the like.
        default = change(name, default, {"optimizer": values["optimizer"]})
    known = values_of(default) | {"optimizer": get(name).train.optim.optimizer}
    # None is what giving another option did to this one: --steps takes the place of --epochs.
    return {k: v for k, v in values.items() if v != known[k] and v is not None}


def given_runtime(run: Run) -> dict[str, Any]:
    """Give where a run computed and its time limit, where they differ from the defaults."""
    known = dataclasses.asdict(RuntimeOptions()) | {"max_seconds": None}
    given = run.config["runtime"]
    return {k: given[k] for k in known if k in given and given[k] != known[k] and k != "node_rank"}


def train_command(run: Run) -> str:
    """Write the command that trains a run again, for a shell.

    Raises:
        UserError: see `given_options`.
    """
    words = ["gradatim", "train", run.config["recipe"]]
    for name, value in {**given_options(run), **given_runtime(run)}.items():
        option = name.replace("_", "-")
        match value:
            case bool():
                words.append(f"--{option}" if value else f"--no-{option}")
            case tuple() | list():
                words += [f"--{option}", *map(str, value)]
            case _:
                words += [f"--{option}", str(value)]
    return shlex.join(words)
