"""`gradatim sweep` at work: options with several values, trained side by side."""

import re
import shlex
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gradatim.cli.recipe_options import parse, with_needed
from gradatim.errors import UserError
from gradatim.experiments.search.pools import check_ray
from gradatim.experiments.search.search import SweepRuns, found
from gradatim.experiments.search.settings import Range, settings
from gradatim.experiments.search.slurm import write_array
from gradatim.experiments.search.workers import RunOutcome
from gradatim.help import Help
from gradatim.printing import escape_invisible, escaped, print_table
from gradatim.recipes.options import options
from gradatim.recipes.registry import get
from gradatim.recipes.unread import refuse_unread
from gradatim.spelling import spelled
from gradatim.training import RuntimeOptions
from gradatim.training.config import Device
from gradatim.validation import require_sizes

UNITS = {"s": 1, "m": 60, "h": 3600}
RANGE = re.compile(r"([\d.e+-]+)\.\.([\d.e+-]+)")
RAY_ADDRESS = re.compile(r"ray://[^\s/]+:\d+")


@dataclass(frozen=True, kw_only=True)
class SweepOptions:
    """Options of `sweep` that belong to no recipe."""

    seeds: Annotated[int, Help("runs of every setting, with seeds 0, 1, ..., at least 1")] = 3
    budget: Annotated[
        str | None, Help("time after which no run begins: 90s, 20m, 2h (default: no limit)")
    ] = None
    random: Annotated[
        int | None,
        Help("settings drawn at random, at least 1, instead of every combination"),
    ] = None
    halving: Annotated[
        bool, Help("all settings for a ninth of the steps, and only the better third longer")
    ] = False
    by: Annotated[
        str | None, Help("metric to choose by, on validation data (default: accuracy, or loss)")
    ] = None
    on: Annotated[
        str,
        Help("place of the runs: here; ray://HOST:PORT, a Ray cluster; slurm, a written array job"),
    ] = "here"
    device: Annotated[Device, Help("processor to compute on; auto: a GPU if there is one")] = "auto"
    out: Annotated[Path | None, Help("folder of the runs (default: runs/sweep-RECIPE)")] = None

    def __post_init__(self) -> None:
        require_sizes(self, "seeds", "random")
        if RAY_ADDRESS.fullmatch(self.on):
            check_ray(self.on)
        elif self.on not in ("here", "slurm"):
            raise UserError(f"--on is {self.on!r}: give here, slurm or ray://HOST:PORT.")

    def unread(self) -> dict[str, str]:
        """What nothing reads beside the other options, and why."""
        if self.on == "here":
            return {}
        return {
            "budget": "the tasks of an array job have a time limit of their own",
            "by": f"nothing is chosen yet: give it without {spelled('on', 'slurm')}, afterwards",
        }


HALVING_STEPS = 9  # the first round trains a ninth of them


def sweep(name: str, words: Sequence[str]) -> None:
    """Train a recipe with several values of its options, and compare them."""
    recipe = get(name)
    about = (
        "Train with several values of options, side by side, and compare them on validation data; "
        "the same command goes on where it was stopped. Several numbers for one option are joined "
        "by commas (64,32); 0.001..0.1 is a range to draw from with --random.\n\n"
        f"Example: gradatim sweep {with_needed(name)} --learning-rate 0.01 0.003 --seeds 3 "
        "--budget 20m"
    )
    own = {f"--{option.name}" for option in options(SweepOptions())} | {"--config", "--help", "-h"}
    groups = _groups(words)
    given = [word for flag, values in groups for word in (flag, *values) if flag in own]
    parsed = parse("sweep", name, about, (recipe, SweepOptions()), given)
    if parsed is None:
        return
    how = SweepOptions(**parsed[1])
    refuse_unread(how, parsed[1])
    axes: dict[str, list[Any]] = {key: [value] for key, value in parsed[0].items()}
    for flag, values in groups:
        if flag not in own:
            axes |= axis_of(name, flag, values)
    if "seed" in axes:
        raise UserError("--seed is what --seeds counts: leave it out.")
    threads = axes.pop("threads", [1])
    if len(threads) > 1 or threads[0] is None:
        raise UserError("--threads is how a sweep divides the cores: give one number.")
    # Chosen on the test set, the best of many would look better than it is.
    if 0 in axes.get("val_fraction", []):
        raise UserError(
            "--val-fraction is 0, and a sweep chooses on validation data: give a larger one."
        )
    if how.halving and min(axes.get("steps", [HALVING_STEPS])) < HALVING_STEPS:
        raise UserError(
            f"--steps is {min(axes['steps'])}, and --halving begins with a ninth of them: give "
            f"at least {HALVING_STEPS}."
        )
    conditions = settings(name, axes, how.random)
    folder = how.out or Path("runs") / f"sweep-{name}"
    search = SweepRuns(
        conditions,
        folder,
        how.seeds,
        threads[0],
        RuntimeOptions(device=how.device),
        _seconds(how.budget),
        how.by,
        on=how.on,
    )
    if how.on == "slurm":
        _write_array(search, how.halving)
        return
    _run(search, how.halving)
    result = found(search)
    page = result.write(folder / "sweep.html", shlex.join(["gradatim", "sweep", name, *words]))
    console = Console(emoji=False)
    for title, header, rows in result.tables:
        console.print(print_table(header, rows, title))
    console.print(escaped(result.lead), highlight=False)
    console.print(f"Page: [bold]{escaped(page)}[/]")


def _groups(words: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Options with the words that follow them.

    Raises:
        UserError: a word before the first option, or an option given twice.
    """
    groups: list[tuple[str, list[str]]] = []
    for word in words:
        if word == "-h" or (word.startswith("--") and len(word) > 2):
            flag, has_value, value = word.partition("=")
            if flag in [known for known, _ in groups]:
                raise UserError(f"{flag} is given twice: give all its values behind it once.")
            groups.append((flag, [value] if has_value else []))
        elif groups:
            groups[-1][1].append(word)
        else:
            raise UserError(f"{word!r} is not an option: write options as --name value ...")
    return groups


def axis_of(recipe: str, flag: str, values: Sequence[str]) -> dict[str, list[Any]]:
    """The values of one option, each read as `train` reads it."""
    found: dict[str, list[Any]] = {}
    for value in values or [""]:
        ends = RANGE.fullmatch(value)
        read = [_read(recipe, flag, end) for end in (ends.groups() if ends else [value])]
        for one in read[0]:
            part = [each[one] for each in read]
            if ends and not (0 < part[0] < part[1]):
                raise UserError(f"{flag} {value}: give two numbers above 0, the smaller first.")
            found.setdefault(one, []).append(Range(*part) if ends else part[0])
    for name, several in found.items():
        if len(several) != len(list(dict.fromkeys(map(str, several)))):
            raise UserError(f"--{name.replace('_', '-')} has one value twice: give each once.")
    return found


def _read(recipe: str, flag: str, value: str) -> dict[str, Any]:
    words = [flag, *value.split(",")] if value else [flag]
    if value in ("true", "false"):  # of a switch
        words = [flag if value == "true" else flag.replace("--", "--no-", 1)]
    parsed = parse("sweep", recipe, "", (get(recipe),), words)
    assert parsed is not None  # help is asked for elsewhere
    return parsed[0]


def _seconds(budget: str | None) -> float | None:
    if budget is None:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([smh])", budget)
    if not found or not float(found[1]):
        raise UserError(f"--budget is {budget!r}: give a time such as 90s, 20m or 2h.")
    return float(found[1]) * UNITS[found[2]]


def _write_array(search: SweepRuns, halving: bool) -> None:
    if halving:
        raise UserError("--halving decides while it runs, and an array job cannot: leave one out.")
    script = write_array(search.jobs(), search.folder, search.threads, search.options.device)
    console = Console(emoji=False, soft_wrap=True, highlight=False)
    console.print(f"Written: [bold]{escaped(script)}[/], one task for each of the runs.")
    if not shutil.which("sbatch"):
        console.print("[yellow]note:[/] there is no sbatch here: start it on your cluster.")
    console.print(f"Start it with `sbatch {escaped(script)}`; the same command without --on slurm")
    console.print("then compares the runs, on a machine that sees the folder.")


def _run(search: SweepRuns, halving: bool) -> None:
    """Train, with a bar; Ctrl-C keeps what was done."""
    columns = (
        TextColumn("runs"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    console = Console(emoji=False, stderr=True)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=len(search.jobs()))
        ended = 0

        def tell(outcome: RunOutcome, n_in_round: int) -> None:
            nonlocal ended
            ended = ended + 1 if ended < n_in_round else 1
            bar.update(task, completed=ended, total=n_in_round)
            if outcome.problem:
                label = escape_invisible(outcome.job.condition.label)
                console.print(f"{escaped(label)}: {escaped(outcome.problem)}", soft_wrap=True)

        try:
            search.run(tell, halving)
        except KeyboardInterrupt:
            raise UserError("stopped; give the same command again to go on.") from None
