"""The data of a run: where they lie from here, and whether they are what they were.

What was typed, such as `--data my-images`, means the folder where the training was started. So a
run keeps the way there from its own folder, `../../my-images`: right from everywhere, also after
data and runs have moved together, and without the name of a machine.
"""

import contextlib
import os
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from gradatim.data.catalog import TEXTS
from gradatim.data.info import from_json
from gradatim.data.own.archive import unpacked
from gradatim.data.own.labeled_files import own_path
from gradatim.data.vision.datasets import LOADERS
from gradatim.errors import UserError
from gradatim.recipes.base import Recipe
from gradatim.spelling import spelled
from gradatim.training import Run, Task

OPTIONS = ("data", "text", "init_from")  # those that may name a file or a folder
NAMES = {"emoji", "pretrained", "none", *LOADERS, *TEXTS}  # what they name else
# What the sizes of data are counted in, by how they are called; else images.
UNITS = {"text": "characters", "table": "rows", "sound set": "sounds"}


def ways(values: Mapping[str, Any], folder: Path) -> dict[str, str]:
    """Give the way from a run folder to each file or folder that its options name.

    Args:
        values: of the recipe's options.
        folder: of the run.
    """
    found = {}
    for option in OPTIONS:
        name = values.get(option)
        if not name or name in NAMES or not (path := own_path(name)).exists():
            continue
        try:
            found[option] = os.path.relpath(path.resolve(), folder.resolve())
        except ValueError:  # two drives of Windows
            found[option] = str(path.resolve())
    return found


def found_again(run: Run) -> dict[str, Any]:
    """Give the options of a run, with files and folders as they are reached from here."""
    values = dict(run.config["options"])
    for option, kept in _kept(run).items():
        typed = own_path(str(values[option]))
        if kept.exists() and not (typed.exists() and typed.samefile(kept)):
            values[option] = str(kept)
    return values


def require_data(run: Run) -> None:
    """Check that the data of a run are where they were, or where its options say from here.

    What its weights began from is not needed any more.

    Raises:
        UserError: they are not there any more.
    """
    for option, kept in _kept(run).items():
        typed = run.config["options"][option]
        if option != "init_from" and not (kept.exists() or own_path(str(typed)).exists()):
            raise UserError(
                f"{run.folder} was trained with {spelled(option, typed)}, and {kept} is not there "
                "any more: put it back."
            )


@contextlib.contextmanager
def archives_named(values: Mapping[str, Any]) -> Iterator[None]:
    """Name a zip in messages as it was given, not the place that it was unpacked to.

    Args:
        values: of the recipe's options.
    """
    try:
        yield
    except UserError as error:
        said = str(error)
        for path in (own_path(str(values[option])) for option in OPTIONS if values.get(option)):
            if path.suffix.lower() == ".zip" and path.is_file() and str(path) not in said:
                said = said.replace(str(unpacked(path)), str(path))
        if said == str(error):
            raise
        raise UserError(said) from error


def info_of(recipe: Recipe, run: Run) -> Any:
    """Read what a run knows of its data; they lie where its recipe finds them.

    Args:
        recipe: of the run, opened again.
        run: that was trained.
    """
    info = from_json(recipe.info_type, run.config["info"])
    typed = run.config["options"].get("data")
    if "data" not in _kept(run) or getattr(info, "data", None) != typed:
        return info
    return replace(info, data=found_again(run)["data"])


def tell_changed(run: Run, task: Task) -> None:
    """Warn where the data of a task are others than those that its run was trained on."""
    changed = [
        f"the {name} had {before['size']:,} {unit} then and has {now['size']:,} now"
        if before["size"] != now["size"]
        else f"the {name} has as many {unit} as then, but others"
        for name, now in task.data.items()
        if (before := run.config.get("data", {}).get(name, now)) != now
        for unit in [next((unit for end, unit in UNITS.items() if name.endswith(end)), "images")]
    ]
    if changed:
        warnings.warn(
            f"the data have changed since {run.folder} was trained: {'; '.join(changed)}. What is "
            "measured may hold what was learned from.",
            stacklevel=4,
        )


def _kept(run: Run) -> dict[str, Path]:
    """What the options of a run name, by the way from its folder."""
    ways, options = run.config.get("paths", {}), run.config["options"]
    return {o: (run.folder.resolve() / way).resolve() for o, way in ways.items() if o in options}
