"""`gradatim predict`: answers for one file or many thousands, as a table, CSV or JSON."""

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from gradatim.api import Loaded, load
from gradatim.cli.outputs import new_file
from gradatim.data.info import OwnTableInfo
from gradatim.errors import UserError
from gradatim.printing import escaped, print_table
from gradatim.recipes.answers import Estimate, Prediction, as_json

SHOWN_CLASSES = 3  # of each file, the most likely ones
SHOWN_UNREADABLE = 10
ESTIMATED = ("row", "value", "low", "high")
COLUMNS = (
    *("file", "class", "probability"),
    *("second", "second_probability", "third", "third_probability", "known"),
)
TERMINAL_COLUMNS = ("file", "most likely", "then")
FROM_INPUT = "-"
SOME_UNREADABLE = 1  # the exit code, as that of cat and ls: a script notices that not all is there

Answer = Prediction | Estimate
Keep = Callable[[Path, Answer], object]


def predict_(
    run: Path,
    *files: Annotated[Path, Parameter(allow_leading_hyphen=True, required=True)],
    out: Path | None = None,
    as_json: Annotated[bool, Parameter("--json")] = False,
) -> None:
    """Answer for your own images, sounds, texts or rows: the class, its probability, the next two.

    It ends with exit code 1 where some files could not be read and all others have their answer,
    and with 2, as after any mistake, where there is no answer at all.

    Args:
        run: run folder of an image or sound recipe, of text-classifier or of table-mlp
        files: images, sounds or texts, folders of them, tables, or - to read names from the input
        out: CSV file to write, a line per file as soon as it is answered
        as_json: one JSON object per line instead of the table
    """
    odd = next((str(f) for f in files if str(f)[:1] == "-" and str(f) != FROM_INPUT), None)
    if odd:
        raise UserError(f"gradatim predict has no option {odd}: see gradatim predict --help")
    model, unreadable = load(run), list[tuple[Path, str]]()
    if out is not None:
        new_file(out, (".csv",), _holds_answers)
    meant = list(_named(files))
    estimated = isinstance(model.info, OwnTableInfo) and not model.info.classes
    header = ("row", model.info.target, "nine of ten") if estimated else TERMINAL_COLUMNS
    table = Table(*header, title=escaped(run), title_justify="left")
    answers = _with_progress(model, meant, unreadable)
    # Before a file is opened: where nothing can be read, none is left behind.
    first = list(islice(answers, 1))
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        keep: list[Keep] = []
        if out is not None:
            out.parent.mkdir(parents=True, exist_ok=True)
            writer = csv.writer(stack.enter_context(out.open("w", newline="", encoding="utf-8")))
            writer.writerow(ESTIMATED if estimated else COLUMNS)
            keep.append(lambda file, found: writer.writerow(_row(file, found)))
        if as_json:
            keep.append(lambda file, found: print(json.dumps(_plain(file, found)), flush=True))
        if not keep:
            keep.append(lambda file, found: _add(table, file, found))
        for file, found in chain(first, answers):
            counts[_group(found)] += 1
            for write in keep:
                write(file, found)
    if as_json:
        for file, reason in unreadable:
            print(json.dumps({"file": str(file), "error": reason}))
        if unreadable:
            sys.exit(SOME_UNREADABLE)
        return
    if out is None:
        Console(emoji=False).print(table)
    else:
        rows = [[name, f"{n:,}"] for name, n in counts.most_common()]
        Console(emoji=False).print(print_table(["answer", "number"], rows))
        Console(emoji=False).print(
            f"{counts.total():,} answer{'s' * (counts.total() != 1)}: [bold]{escaped(out)}[/]",
            highlight=False,
        )
    if unreadable:
        _tell_unreadable(unreadable)
        sys.exit(SOME_UNREADABLE)


def _holds_answers(file: Path) -> bool:
    """Whether a CSV file was written by this command: its first line says so."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        return lines.readline().strip() in (",".join(ESTIMATED), ",".join(COLUMNS))


def _named(files: tuple[Path, ...]) -> Iterator[Path]:
    """The files; where one is called -, the names on standard input, a line each."""
    for file in files:
        if str(file) == FROM_INPUT:
            yield from (Path(line.rstrip("\n")) for line in sys.stdin if line.strip())
        else:
            yield file


def _with_progress(
    model: Loaded, meant: list[Path], unreadable: list[tuple[Path, str]]
) -> Iterator[tuple[Path, Answer]]:
    columns = (
        TextColumn("classifying"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files, left"),
        TimeRemainingColumn(),
    )
    console = Console(emoji=False, stderr=True)
    files = model.files(meant)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=len(files))
        for n, answer in enumerate(model.predict_files(files, unreadable=unreadable), 1):
            bar.update(task, completed=n + len(unreadable))
            yield answer


def _group(found: Answer) -> str:
    """Under what an answer is counted."""
    if isinstance(found, Estimate):
        return "rows"
    return found.label if found.known else "unknown"


def _best(found: Prediction) -> list[tuple[str, float]]:
    return list(found.probabilities.items())[:SHOWN_CLASSES]


def _row(file: Path, found: Answer) -> list[str]:
    """A line of the CSV file."""
    if isinstance(found, Estimate):
        return [str(file), *(f"{value:.6g}" for value in (found.value, found.low, found.high))]
    cells = [str(file)]
    for name, probability in _best(found):
        cells += [name, f"{probability:.4f}"]
    cells += [""] * (len(COLUMNS) - 1 - len(cells))
    return [*cells, "yes" if found.known else "no"]


def _plain(file: Path, found: Answer) -> dict[str, Any]:
    name = "row" if isinstance(found, Estimate) else "file"
    return {name: str(file), **as_json(found)}


def _add(table: Table, file: Path, found: Answer) -> None:
    """A line on the terminal."""
    if isinstance(found, Estimate):
        table.add_row(escaped(file), f"[bold]{found.value:g}", f"{found.low:g} to {found.high:g}")
        return
    first, *rest = [escaped(f"{name} ({100 * p:.1f} %)") for name, p in _best(found)]
    if not found.known:
        table.add_row(escaped(file), "[bold]unknown", f"nearest: {', '.join([first, *rest])}")
    else:
        table.add_row(escaped(file), f"[bold]{first}", ", ".join(rest))


def _tell_unreadable(unreadable: list[tuple[Path, str]]) -> None:
    console = Console(emoji=False, stderr=True, soft_wrap=True)
    noun = "file" if len(unreadable) == 1 else "files"
    console.print(f"[yellow]{len(unreadable):,} {noun} could not be read:[/]", highlight=False)
    for _, reason in unreadable[:SHOWN_UNREADABLE]:
        console.print(f"  {escaped(reason)}", highlight=False)
    if len(unreadable) > SHOWN_UNREADABLE:
        console.print(f"  and {len(unreadable) - SHOWN_UNREADABLE:,} more", highlight=False)
