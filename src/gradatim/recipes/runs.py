"""Start a run of a recipe, resume it, evaluate it, open it."""

import contextlib
import dataclasses
import itertools
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import torch
from rich.console import Console
from torch import nn

from gradatim.data.info import to_json
from gradatim.errors import UserError
from gradatim.models.lora import merge_lora
from gradatim.option_values import fit
from gradatim.recipes.base import AnyRecipe, Recipe
from gradatim.recipes.options import change, values_of
from gradatim.recipes.options import options as options_of
from gradatim.recipes.registry import RECIPES, get
from gradatim.recipes.run_data import (
    archives_named,
    found_again,
    info_of,
    require_data,
    tell_changed,
    ways,
)
from gradatim.spelling import given, speaking, spelled
from gradatim.training import (
    Run,
    Runtime,
    RuntimeOptions,
    Task,
    threads_given_back,
    train,
)
from gradatim.training.run_folder.lock import lock
from gradatim.training.run_folder.old_names import FORMAT
from gradatim.training.task import check_plan
from gradatim.training.thread_choice import measured_threads
from gradatim.typed import validated
from gradatim.validation import naming


def free_folder(name: str, parent: Path = Path("runs")) -> Path:
    """Make the folder of a new run, of a name that is not taken: runs/NAME, runs/NAME-2, ..."""
    # The loop below tries to make each: asking first and making later would let two runs collide.
    names: Iterator[str] = itertools.chain([name], (f"{name}-{i}" for i in itertools.count(2)))
    try:
        parent.mkdir(parents=True, exist_ok=True)
        for folder in (parent / n for n in names):
            with contextlib.suppress(FileExistsError):
                folder.mkdir()  # of two that start at once, one makes it
                return folder
    except OSError as error:
        raise UserError(
            f"cannot make a run folder in {parent} ({error.strerror}): give another with "
            f"{spelled('out', 'FOLDER')}."
        ) from error
    raise AssertionError("names never end")


@threads_given_back()
def start(
    name: str,
    recipe: Recipe,
    folder: Path | str | None = None,
    *,
    asked: Mapping[str, Any] = MappingProxyType({}),
    options: RuntimeOptions | None = None,
    max_seconds: float | None = None,
    show: bool = True,
) -> tuple[Run, dict[str, Any]]:
    """Train a recipe in a new run folder.

    Args:
        name: of the recipe.
        recipe: with its options.
        folder: of the run; runs/NAME (or NAME-2, ...) when not given.
        asked: those of the recipe that somebody asked for: one that the data make
            meaningless is refused, a default value too.
        options: where to compute.
        max_seconds: limit of the training time.
        show: draw a progress bar.

    Returns:
        The run, and its summary (see `gradatim.training.train`).

    Raises:
        UserError: bad options, data that is not there, a folder that is taken.
    """
    # Before the data are loaded: a mistake in the command should not cost a minute.
    max_seconds = check_place(folder, max_seconds)
    options = options or RuntimeOptions()
    runtime = Runtime(options, recipe.train.threads)
    torch.manual_seed(recipe.train.seed)  # of the first weights
    # After the seed, which decides the first weights, and before the folder, which a failure of
    # the data would leave behind empty.
    with archives_named(values_of(recipe)):
        task = recipe.build(runtime.device)
    check_plan(name, recipe.train_config(task), task, asked, runtime.world_size)
    if recipe.train.threads is None and (threads := measured_threads(task, runtime)):
        recipe = change(name, recipe, {"threads": threads})  # kept, so that it can be repeated
        torch.set_num_threads(threads)
        if show and threads == 1:
            print("One thread trains this model faster than all: used here.", file=sys.stderr)
    folder = Path(folder) if folder else free_folder(name)
    where = dataclasses.asdict(options) | {"max_seconds": max_seconds}
    if runtime.is_main:
        info = to_json(task.info)
        values = values_of(recipe)
        run = Run.create(
            folder,
            name,
            values,
            info=info,
            files=task.files,
            data=task.data,
            runtime=where,
            paths=ways(values, folder),
        )
    # The others may not look for a folder that process 0 is still writing.
    runtime.barrier()
    if not runtime.is_main:
        run = Run.open(folder)  # which process 0 wrote
    return run, _train(task, recipe, run, runtime, max_seconds, show)


def check_place(folder: Path | str | None, max_seconds: float | None) -> float | None:
    """Refuse a folder or a time limit of another type, or no time at all; return the limit.

    Raises:
        UserError: what was given, and what is allowed.
    """
    seconds: float | None = fit("max_seconds", float | None, max_seconds)
    if seconds is not None and not seconds > 0:
        raise UserError(f"{given('max_seconds', seconds)}: give a number of seconds above 0.")
    if folder is not None and not (isinstance(folder, str | Path) and str(folder)):
        raise UserError(f"the run folder is {folder!r}: give the path of a folder.")
    return seconds


def _train(
    task: Task, recipe: Recipe, run: Run, runtime: Runtime, max_seconds: float | None, show: bool
) -> dict[str, Any]:
    try:
        with lock(run.folder):
            if (run.folder / "summary.json").is_file():  # another process came to its end meanwhile
                raise UserError(_finished(run))
            if task.note and show and runtime.is_main:
                Console(emoji=False, stderr=True, highlight=False).print(task.note, markup=False)
            config = recipe.train_config(task)
            return train(task, config, run, runtime, max_seconds=max_seconds, show=show)
    except OSError as error:
        raise UserError(
            f"cannot write to {run.folder}: {error.strerror or error}; the last good checkpoint is "
            f"kept: make it writable or make room, then `gradatim resume {run.folder}`."
        ) from error
    finally:
        runtime.close()


def _finished(run: Run) -> str:
    """Say that there is nothing to go on with."""
    return f"{run.folder} is finished: see it with `gradatim report {run.folder}`."


def reopen(run: Run) -> Recipe:
    """Build the recipe of a run again from its config.json.

    Raises:
        UserError: the run is of a recipe or a format that this version does not know.
    """
    name, values = run.config["recipe"], found_again(run)
    if name not in RECIPES:
        raise UserError(
            f"{run.folder} was trained by {name!r}, which is not a recipe but a task of your own: "
            "build its model by your own code, then Run.open(folder).load_weights(model)."
        )
    recipe = get(name)
    if run.config["format"] < FORMAT:  # of a time when options were accepted that meant nothing
        known = {option.name for option in options_of(recipe)}
        values = {key: value for key, value in values.items() if key in known}
    try:
        with speaking(terminal=False):  # nobody typed what stands in a file
            return change(name, recipe, values, unread_too=True)
    except UserError as error:
        raise UserError(f"{run.folder / 'config.json'}: {error}") from error


def saved_runtime(run: Run) -> tuple[RuntimeOptions, float | None]:
    """Where a run computed, and the limit of its time."""
    # A copy: `pop` would take the limit out of the run's own record.
    values = dict(run.config["runtime"])
    what, remedy = f"runtime in {run.folder / 'config.json'}", "restore it, or train anew."
    max_seconds = validated(float | None, values.pop("max_seconds", None), what, remedy)  # type: ignore[arg-type]
    known = {field.name for field in dataclasses.fields(RuntimeOptions)}
    # Older runs recorded more; what is not an option today cannot be asked for.
    values = {name: value for name, value in values.items() if name in known}
    return validated(RuntimeOptions, values, what, remedy, strict=False), max_seconds


@threads_given_back()
def resume(
    folder: Path | str, *, options: RuntimeOptions | None = None, show: bool = True
) -> tuple[Run, dict[str, Any]]:
    """Continue a run that was stopped, and end as if it had never been stopped.

    Args:
        folder: of the run.
        options: where to compute; as before when not given.
        show: draw a progress bar.

    Raises:
        UserError: not a run folder, or the run is finished.
    """
    run = Run.open(folder)
    if run.summary():
        raise UserError(_finished(run))
    saved, max_seconds = saved_runtime(run)
    recipe = reopen(run)
    runtime = Runtime(options or saved, recipe.train.threads)
    task = _build_again(recipe, run, runtime)
    return run, _train(task, recipe, run, runtime, max_seconds, show)


def _build_again(recipe: Recipe, run: Run, runtime: Runtime) -> Task:
    """Build the task of a run from its data, which may be others today.

    Raises:
        UserError: its classes are no longer those that the network knows.
    """
    require_data(run)
    info = info_of(recipe, run)
    torch.manual_seed(recipe.train.seed)
    with archives_named(values_of(recipe)):
        task = recipe.of_run(info, run.texts()).build(runtime.device)
    # Only some data have classes; of the others two empty tuples are equal.
    classes, known = (getattr(i, "classes", ()) for i in (task.info, info))
    if tuple(classes) != tuple(known):
        raise UserError(
            f"the classes of the data are {', '.join(classes)} now, and {run.folder} was trained "
            f"on {', '.join(known)}: its answers would be read wrongly; train anew."
        )
    if runtime.is_main:
        tell_changed(run, task)
    return task


def open_run(
    folder: Path | str, device: torch.device | None = None
) -> tuple[Recipe, nn.Module, Any, Run]:
    """Open a run without its data.

    Returns:
        The recipe, the model with its weights in evaluation mode, what it needs to know of the
        data (see `data.info`), and the run.

    Raises:
        UserError: not a run folder, no weights yet, a damaged file.
    """
    run = Run.open(folder)
    recipe = reopen(run)
    info = info_of(recipe, run)
    model = _build_model(recipe, info, run)
    run.load_weights(model)
    return recipe, model.eval().to(device or torch.device("cpu")), info, run


def _build_model(recipe: Recipe, info: Any, run: Run) -> nn.Module:
    """Build a model once its sizes are known to be those of the weights: they may be damaged."""
    try:
        with torch.device("meta"):  # takes no memory, however large it would be
            like = recipe.build_model(info)
        # Before the real model takes its memory: a damaged size could ask for terabytes.
        run.check_shapes(like)
        return recipe.build_model(info)
    except UserError:
        raise
    except Exception as error:  # what torch makes of impossible sizes has many classes
        reason = (str(error).splitlines() or [""])[-1].strip() or type(error).__name__
        raise UserError(
            f"config.json in {run.folder} describes no model that can be built ({reason}): "
            "restore it from a copy, or train anew."
        ) from error


def open_start(
    folder: str, kind: type[AnyRecipe], names: str, network: type[nn.Module] = nn.Module
) -> tuple[AnyRecipe, nn.Module, Any]:
    """Open the run that a training starts from: its recipe, model and info, see `open_run`.

    Args:
        folder: of the run.
        kind: what its recipe must be.
        names: of the recipes that are of this kind, for the message.
        network: what its model must be.

    Raises:
        UserError: no run folder, or a run of another kind.
    """
    with naming("init_from", folder):
        recipe, model, info, run = open_run(folder)
    if not isinstance(recipe, kind) or not isinstance(model, network):
        raise UserError(
            f"{folder} is a run of {run.config['recipe']}: {spelled('init_from')} takes a run of "
            f"{names}."
        )
    return recipe, model, info


def open_task(folder: Path | str, options: RuntimeOptions | None = None) -> tuple[Task, Run]:
    """Open a run with its data: the task, with the trained model, and the run."""
    run = Run.open(folder)
    recipe = reopen(run)
    runtime = Runtime(options, recipe.train.threads)
    task = _build_again(recipe, run, runtime)
    run.load_weights(merge_lora(task.model))  # what is saved is the plain network
    task.model.to(runtime.device).eval()
    return task, run


@threads_given_back()
@torch.no_grad()
def evaluate(folder: Path | str, options: RuntimeOptions | None = None) -> dict[str, float]:
    """Measure the model of a run on its test data."""
    return open_task(folder, options)[0].evaluate(final=True)


@threads_given_back()
@torch.no_grad()
def validate(folder: Path | str, options: RuntimeOptions | None = None) -> dict[str, float]:
    """Measure the model of a run on its validation data, by which one may choose.

    Raises:
        UserError: the run held out none.
    """
    task, _ = open_task(folder, options)
    # Refuse, rather than fall back on the test set: what is chosen by it measures nothing more.
    if not task.has_validation:
        raise UserError(
            f"{folder} held out no validation data, and test data are not to choose by."
        )
    return task.evaluate()
