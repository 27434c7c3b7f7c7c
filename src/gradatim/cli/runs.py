"""`gradatim train, resume, evaluate` at work."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from gradatim.cli.processes import (
    check_devices,
    end_with_launcher,
    is_alone,
    is_main,
    launch,
)
from gradatim.cli.recipe_options import parse, with_needed
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.printing import escaped
from gradatim.recipes.options import change
from gradatim.recipes.registry import RECIPES, get
from gradatim.recipes.runs import evaluate, resume, saved_runtime, start
from gradatim.recipes.unread import refuse_unread
from gradatim.training import Run, RuntimeOptions
from gradatim.training.config import Device
from gradatim.training.progress import format_number


@dataclass(frozen=True, kw_only=True)
class RunOptions:
    """Options of `train` that belong to no recipe."""

    out: Annotated[Path | None, Help("folder of the run (default: runs/RECIPE)")] = None
    max_seconds: Annotated[
        float | None,
        Help("time budget of the training in seconds, above 0; the schedule is fitted to it"),
    ] = None


def train(name: str, words: Sequence[str]) -> None:
    """Train a recipe with the options of a command line, and write its report."""
    end_with_launcher()
    recipe = get(name)
    about = (
        f"{RECIPES[name].expected_result}\n\nExample: gradatim train {with_needed(name)} --seed 1"
    )
    configs = (recipe, RuntimeOptions(), RunOptions())
    found = parse("train", name, about, configs, words)
    if found is None:
        return
    recipe = change(name, recipe, found[0])
    runtime, run_options = RuntimeOptions(**found[1]), RunOptions(**found[2])
    refuse_unread(runtime, found[1])
    if is_alone(runtime):
        if run_options.out is None:
            check_devices(runtime)  # a number that cannot be is told before a missing folder
            raise UserError("several processes must agree on a folder: add --out DIR.")
        # It ends this process: what follows runs in those that it starts.
        launch(runtime, ["train", name, *words], run_options.out)
    run, summary = start(
        name,
        recipe,
        run_options.out,
        asked=found[0],
        options=runtime,
        max_seconds=run_options.max_seconds,
    )
    print_summary(run, summary)


def resume_(run: Path, *, device: Device | None = None, devices: int | None = None) -> None:
    """Continue a run after Ctrl-C, a crash or a power cut.

    Args:
        run: run folder
        device: processor to compute on (default: as before)
        devices: processes on this machine, one per device, at least 1 (default: as before)
    """
    end_with_launcher()
    if devices is not None:
        RuntimeOptions(devices=devices)  # a wrong number is told before a wrong folder
    options, _ = saved_runtime(Run.open(run))
    if device:
        options = replace(options, device=device)
    if devices is not None:
        # One process has nobody who would start it again.
        restarts = options.max_restarts if devices > 1 else 0
        options = replace(options, devices=devices, max_restarts=restarts)
    if is_alone(options):
        given = {"--device": device, "--devices": devices}
        words = [w for name, value in given.items() if value for w in (name, str(value))]
        launch(options, ["resume", str(run), *words], run)
    print_summary(*resume(run, options=options))


def evaluate_(
    run: Path,
    *,
    device: Device = "auto",
    as_json: Annotated[bool, Parameter("--json")] = False,
) -> None:
    """Measure the model of a run on its test data.

    Args:
        run: run folder
        device: processor to compute on; auto: a GPU if there is one
        as_json: one JSON object instead of the table
    """
    metrics = evaluate(run, RuntimeOptions(device=device))
    if as_json:
        print(json.dumps(metrics))
    else:
        _print_metrics(str(run), metrics)


def print_summary(run: Run, summary: dict[str, Any]) -> None:
    """Write the report of a run that ended, and print how it ended and what to do next."""
    if not is_main():
        return
    folder = escaped(run.folder)
    if not summary["finished"]:
        Console(emoji=False).print(
            f"Stopped after step {summary['steps']:,}; nothing is lost. Continue with:\n"
            f"  [bold]gradatim resume {folder}[/]"
        )
        return
    energy = summary["energy"]
    extra = {
        "parameters": f"{summary['parameters']:,}",
        "training": f"{summary['seconds']:.1f} s on {summary['device']}",
        "energy": f"{energy['joules']:,.0f} J, {energy['source']}",
    }
    _print_metrics(str(run.folder), summary["metrics"], extra)
    Console(emoji=False).print(_report_line(run))


def _report_line(run: Run) -> str:
    try:  # imported now: the first step of a training should not wait for a drawing library
        from gradatim.reports.run_report import write_report

        return f"Report: [bold]{escaped(write_report(run.folder))}[/]"
    except Exception as error:  # whatever goes wrong in a drawing, the run itself is finished
        reason = escaped(" ".join(str(error).split()))
        return (
            f"The report could not be written ({reason}); the run is finished. Try again with:\n"
            f"  [bold]gradatim report {escaped(run.folder)}[/]"
        )


def _print_metrics(
    title: str, metrics: dict[str, float], extra: dict[str, str] | None = None
) -> None:
    table = Table(title=escaped(title), title_justify="left", show_header=False)
    for name, value in metrics.items():
        table.add_row(escaped(name.replace("_", " ")), format_number(name, value))
    for name, text in (extra or {}).items():
        table.add_row(name, escaped(text))
    Console(emoji=False).print(table)
