"""`gradatim list, train, resume, evaluate, find-lr`: commands about runs."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from gradatim.errors import UserError, nearest
from gradatim.help import Help
from gradatim.recipes.registry import RECIPES, get

Words = Annotated[str, Parameter(show=False, allow_leading_hyphen=True)]


@dataclass(frozen=True, kw_only=True)
class RunOptions:
    """Options of `train` that belong to no recipe."""

    out: Annotated[Path | None, Help("folder of the run (default: runs/RECIPE)")] = None
    max_seconds: Annotated[
        float | None,
        Help("time budget of the training in seconds; the schedule is fitted to it"),
    ] = None


def list_() -> None:
    """List the recipes: what each trains, the result to expect, the time it takes."""
    table = Table("recipe", "result to expect", title="gradatim train RECIPE", title_justify="left")
    for name, entry in RECIPES.items():
        table.add_row(f"[bold]{name}", entry.expected_result)
    Console().print(table)


def train_(recipe: Words = "--help", /, *words: Words) -> None:
    """Train a recipe: `gradatim train RECIPE --help` lists its options."""
    if recipe in ("--help", "-h"):
        Console().print(
            "Usage: gradatim train RECIPE [--option value ...] [--out DIR] [--seed N] "
            "[--max-seconds S] [--config FILE.toml]\n\nTrain a recipe in a run folder. "
            "`gradatim train RECIPE --help` lists the options.\n\nExample: gradatim train "
            f"mnist-convnet --epochs 2 --seed 1\n\nRecipes: {', '.join(RECIPES)}",
            highlight=False,
        )
        return
    if recipe.startswith("-"):
        raise UserError(f"name a recipe before {recipe}: gradatim train RECIPE {recipe} ...")
    # torch is imported from here on, not for a list of the recipes
    from gradatim.cli.recipe_options import asks_for_help, launch, parse, wants_processes
    from gradatim.recipes.options import change
    from gradatim.recipes.runs import start
    from gradatim.training import RuntimeOptions

    chosen = get(recipe)
    about = (
        f"{RECIPES[recipe].expected_result}\n\nExample: gradatim train {recipe} --seed 1 "
        "--max-seconds 60\n\n`--config FILE.toml` takes options from a file."
    )
    configs = (chosen, RuntimeOptions(), RunOptions())
    found = parse(f"gradatim train {recipe}", about, configs, words)
    if found is None or asks_for_help(words):
        return
    values, where, run_values = found
    chosen = change(recipe, chosen, values)
    runtime, run_options = RuntimeOptions(**where), RunOptions(**run_values)
    if wants_processes(runtime.devices, runtime.nodes):
        if run_options.out is None:
            raise UserError("several processes must agree on a folder: add --out DIR.")
        launch(runtime.devices, runtime.nodes, runtime.node_rank, runtime.master_address)
    run, summary = start(
        recipe, chosen, run_options.out, options=runtime, max_seconds=run_options.max_seconds
    )
    tell(run.folder, summary)


def resume_(run: Path, *, device: str | None = None) -> None:
    """Continue a run after Ctrl-C, a crash or a power cut.

    Args:
        run: the run folder.
        device: where to compute; as before when not given.
    """
    from gradatim.cli.recipe_options import launch, wants_processes
    from gradatim.recipes.runs import resume
    from gradatim.training import Run, RuntimeOptions

    saved = dict(Run.open(run).config["runtime"])
    saved.pop("max_seconds", None)
    options = RuntimeOptions(**saved)
    if device:
        options = replace(options, device=_device(device))
    if wants_processes(options.devices, options.nodes):
        launch(options.devices, options.nodes, options.node_rank, options.master_address)
    opened, summary = resume(run, options=options)
    tell(opened.folder, summary)


def evaluate_(
    run: Path,
    *,
    device: str = "auto",
    as_json: Annotated[bool, Parameter("--json", negative="")] = False,
) -> None:
    """Measure the model of a run on its test data.

    Args:
        run: the run folder.
        device: auto, cpu, cuda or mps.
        as_json: print one JSON object and nothing else.
    """  # fmt: skip
    from gradatim.recipes.runs import evaluate
    from gradatim.training import RuntimeOptions

    metrics = evaluate(run, RuntimeOptions(device=_device(device)))
    if as_json:
        print(json.dumps(metrics))
    else:
        _print_metrics(str(run), metrics)


def find_lr_(recipe: str, *, out: Path = Path("learning-rate.png"), device: str = "auto") -> None:
    """Find a good learning rate: train briefly while it grows, and draw the loss against it.

    Args:
        recipe: name of the recipe.
        out: picture to write.
        device: auto, cpu, cuda or mps.
    """
    import torch

    from gradatim.training import Runtime, RuntimeOptions
    from gradatim.training.lr_finder import draw, find_learning_rate

    chosen = get(recipe)
    out.parent.mkdir(parents=True, exist_ok=True)  # before anything long begins
    runtime = Runtime(RuntimeOptions(device=_device(device)))
    torch.manual_seed(chosen.train.seed)
    curve = find_learning_rate(chosen.build(runtime.device), chosen.train, runtime)
    draw(curve, out)
    Console().print(
        f"Steepest fall of the loss at a learning rate of [bold]{curve.suggestion:.2g}[/]; the "
        f"recipe has {chosen.train.optim.learning_rate:.2g}. Curve: {out}"
    )


def tell(folder: Path, summary: dict[str, Any]) -> None:
    """Print how a run ended, and what to do next."""
    import os

    if os.environ.get("RANK", "0") != "0":
        return
    if not summary["finished"]:
        Console().print(
            f"Stopped after step {summary['steps']:,}; nothing is lost. Go on with:\n"
            f"  [bold]gradatim resume {folder}[/]"
        )
        return
    energy = summary["energy"]
    extra = {
        "parameters": f"{summary['parameters']:,}",
        "training": f"{summary['seconds']:.1f} s on {summary['device']}",
        "energy": f"{energy['joules']:,.0f} J, {energy['source']}",
    }
    _print_metrics(str(folder), summary["metrics"], extra)
    Console().print(f"Look at it: [bold]gradatim report {folder}[/]")


def _print_metrics(
    title: str, metrics: dict[str, float], extra: dict[str, str] | None = None
) -> None:
    from gradatim.training.progress import format_number

    table = Table(title=title, title_justify="left", show_header=False)
    for name, value in metrics.items():
        table.add_row(name.replace("_", " "), format_number(name, value))
    for name, text in (extra or {}).items():
        table.add_row(name, text)
    Console().print(table)


def _device(name: str) -> Any:
    allowed = ("auto", "cpu", "cuda", "mps")
    if name not in allowed:
        raise UserError(f"there is no device {name!r}: {nearest(name, allowed)}")
    return name
