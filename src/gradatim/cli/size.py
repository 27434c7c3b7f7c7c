"""`gradatim size`: the size of a model and what training it would take."""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from gradatim.data.info import ImageInfo, SoundInfo
from gradatim.errors import UserError
from gradatim.experiments.energy import GRID_SOURCE, GRIDS, Grid
from gradatim.insight.model_size import CARDS, PRECISIONS, Size, build, check_plan, measure, plan
from gradatim.models.hub import load_save
from gradatim.printing import escaped
from gradatim.recipes.language.shipped_models import KINDS
from gradatim.recipes.language.trained_model import STORIES, is_run, open_trained
from gradatim.recipes.runs import open_run

# The plan's options where they are not given.
PLAN: dict[str, Any] = {
    "gpus": 1,
    "gpu": "h200",
    "utilization": 0.4,
    "overhead": 1.2,
    "grid": "world",
}


def size_(
    model: str,
    *,
    gpus: int | None = None,
    gpu: str | None = None,
    tokens: float | None = None,
    utilization: float | None = None,
    overhead: float | None = None,
    grid: Grid | None = None,
) -> None:
    """Show the size of a model, and what training it would take.

    Args:
        model: name or folder: gpt3, llama-2-70b, mixtral-8x7b, alexnet, ..., stories260k, a
            run or a published checkpoint
        gpus: number of GPUs of the planned training run, 1 to 10,000,000 (default: 1)
        gpu: kind of GPU of the planned training run: h200, h100, a100, v100 or rtx4090
            (default: h200)
        tokens: tokens of a training run to plan, 1 to 1e18, such as 300e9 (default: no plan)
        utilization: fraction of the GPUs' peak that is reached (MFU), 0.01 to 1 (default: 0.4)
        overhead: power of the data center divided by that of its GPUs (PUE), 1 to 5 (default: 1.2)
        grid: electricity grid, whose CO2 per kWh is used (default: world)
    """
    asked = dict(zip(PLAN, (gpus, gpu, utilization, overhead, grid), strict=True))
    asked = {name: value for name, value in asked.items() if value is not None}
    if tokens is None and asked:
        raise UserError(
            f"--{next(iter(asked))} belongs to the plan of a training run: add --tokens, as 300e9."
        )
    planned, run = PLAN | asked, None
    chosen_grid = planned.pop("grid")
    if tokens is not None:
        check_plan(tokens=tokens, **planned)
    if is_run(model):
        _, network, info, _ = open_run(model)
        size = measure(network, info.shape if isinstance(info, ImageInfo | SoundInfo) else None)
    elif model in (STORIES, *KINDS):
        size = measure(open_trained(model).model)
    elif Path(model).expanduser().is_dir():
        size = measure(load_save.load(model).model)
    else:
        size = measure(build(model))
    if tokens is not None:  # refused before anything is shown
        run = plan(size, tokens=tokens, grams=float(GRIDS[chosen_grid]), **planned)
    console = Console(emoji=False, highlight=False)
    _show_size(console, model, size)
    if run and tokens:
        title = f"{planned['gpus']:,} x {planned['gpu']}, {_short(tokens)} tokens"
        peak = f"NVIDIA data sheet, dense {CARDS[planned['gpu']].number_format}"
        _show_plan(console, run, title, peak, f"intensity ({chosen_grid}): {GRID_SOURCE}")


def _show_size(console: Console, name: str, size: Size) -> None:

    table = Table("", "parameters", "fraction", title=escaped(name), title_justify="left")
    for part, n in size.parts.items():
        table.add_row(escaped(part), f"{n:,}", f"{100 * n / size.parameters:.1f} %")
    table.add_section()
    table.add_row("[bold]total", f"[bold]{size.parameters:,}", _short(size.parameters))
    if size.active != size.parameters:
        table.add_row("active per token", f"{size.active:,}", _short(size.active))
    table.columns[1].justify = table.columns[2].justify = "right"
    console.print(table)

    memory = Table("memory", "weights", "gradients", "Adam", "sum", title_justify="left")
    for precision, bytes_ in PRECISIONS.items():
        cells = [_bytes(size.parameters * b) for b in (*bytes_, sum(bytes_))]
        memory.add_row(precision, *cells)
    console.print(memory)
    console.print("[dim]bytes per parameter x parameters; ZeRO (Rajbhandari et al. 2019), 3.1[/]")

    unit = "per token" if size.formula is not None else "per input"
    if size.counted is not None:
        console.print(f"\noperations {unit}, forward and backward: {_flops(size.counted)} counted")
    if size.formula is not None:
        console.print(
            f"by 6 N + 12 L d T: {_flops(size.formula)} at a context of {size.context:,} "
            "[dim](N: parameters that multiply; PaLM, Chowdhery et al. 2022, appendix B)[/]"
        )


def _show_plan(console: Console, run: Any, title: str, peak: str, intensity: str) -> None:
    table = Table(
        "training run", "", "formula and source", title=escaped(title), title_justify="left"
    )
    years = f" ({run.days / 365.25:,.1f} years)" if run.days > 730 else ""
    table.add_row("operations", _flops(run.operations), "operations per token x tokens")
    formula = f"operations / (GPUs x peak x utilization); peak: {peak}"
    table.add_row("time", f"{run.days:,.2f} days{years}", formula)
    table.add_row(
        "energy", f"{run.kilowatt_hours:,.0f} kWh", "GPUs x data sheet watts x time x PUE"
    )
    emitted = f"{run.tonnes:,.1f} t" if run.tonnes >= 1 else f"{1000 * run.tonnes:,.1f} kg"
    table.add_row("CO2", emitted, f"kWh x {intensity}")
    console.print()
    console.print(table)
    ways = Table("memory per GPU, mixed precision, batches of one sequence", "GB", "")
    for way in run.shardings:
        verdict = "[green]fits" if way.fits else "[red]too much"
        ways.add_row(way.name, f"{way.gigabytes:,.1f}", verdict)
    console.print(ways)
    console.print("[dim]ZeRO (Rajbhandari et al. 2019); activations: Korthikanti et al. 2022[/]")
    best = run.best
    said = f"simplest that fits: {best.name}." if best else "nothing fits: take more GPUs."
    console.print(f"[bold]{said}")


def _short(number: float) -> str:
    for unit, size in (("B", 1e9), ("M", 1e6), ("k", 1e3)):
        if number >= size:
            return f"{number / size:.1f} {unit}"
    return f"{number:.0f}"


def _bytes(number: float) -> str:
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if number >= size:
            return f"{number / size:.2f} {unit}"
    return f"{number:.0f} B"


def _flops(number: float) -> str:
    for unit, size in (("PFLOP", 1e15), ("TFLOP", 1e12), ("GFLOP", 1e9), ("MFLOP", 1e6)):
        if number < 1000 * size and number >= size:
            return f"{number / size:.4g} {unit}"
    return f"{number:.3g} FLOP"
