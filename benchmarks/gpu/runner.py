"""Run the rows one after the other, each in a process of its own that is ended after its time."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, strftime
from typing import Any

import torch
from rich.console import Console
from rich.table import Table

from benchmarks.gpu.rows import ROWS
from benchmarks.gpu.training import card
from gradatim.errors import UserError, nearest
from gradatim.files import write_json

ALL_SECONDS = 540.0  # nine minutes: what is not done by then is left for the next call


def one_line(value: Any) -> str:
    """A result in a cell: a number, or mean and number of those of several seeds."""
    if isinstance(value, list):
        return f"{statistics.mean(value):.4g} ({len(value)} seeds)"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def table(results: dict[str, Any]) -> Table:
    """All rows so far."""
    found = Table("row", "measured", "published", title=f"GPU: {card()}")
    for name, result in results.items():
        cells = [f"{key} {one_line(value)}" for key, value in result["measured"].items()]
        found.add_row(name, result.get("fault") or "\n".join(cells), ROWS[name].published)
    return found


def in_process(name: str, *, tiny: bool) -> dict[str, Any]:
    """Measure one row here."""
    device = "cpu" if tiny else "cuda"
    begin = perf_counter()
    measured = ROWS[name].measure(device=device, tiny=tiny)
    return {"measured": measured, "seconds": round(perf_counter() - begin, 1)}


def in_child(name: str, seconds: float) -> dict[str, Any]:
    """Measure one row in a process that ends after its time; a fault is a result as well."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "row.json"
        command = [sys.executable, "-m", "benchmarks.gpu", "--child", name, "--out", str(file)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
        except subprocess.TimeoutExpired:
            return {"measured": {}, "fault": f"stopped after {seconds:.0f} s"}
        if not file.is_file():
            last = (done.stderr.strip() or "it wrote nothing").splitlines()[-1]
            return {"measured": {}, "fault": last[:200]}
        return json.loads(file.read_text("utf-8"))


def run(names: Sequence[str], out: Path, *, tiny: bool = False, again: bool = False) -> dict:
    """Measure rows; what is in the file is not measured again.

    Args:
        names: of rows, in the order in which they are measured.
        out: JSON file, written after each row.
        tiny: tiny sizes, on a CPU, in this process: does every row work?
        again: whether rows of the file are measured once more.

    Returns:
        row -> its numbers, seconds, and the fault where there was one.
    """
    stored = json.loads(out.read_text("utf-8")) if out.is_file() else {"rows": {}}
    results: dict[str, Any] = {} if again else stored["rows"]
    begin, console = perf_counter(), Console()
    todo = [name for name in names if results.get(name, {"fault": "new"}).get("fault")]
    for i, name in enumerate(todo, 1):
        left = ALL_SECONDS - (perf_counter() - begin)
        if left < 5:
            console.print(f"{len(todo) - i + 1} rows are left: call again, they come first.")
            break
        seconds = min(ROWS[name].seconds, left)
        console.print(f"{i} of {len(todo)}: {name}, at most {seconds:.0f} s")
        results[name] = in_process(name, tiny=tiny) if tiny else in_child(name, seconds)
        about = {"card": card(), "date": strftime("%Y-%m-%d"), "torch": torch.__version__}
        write_json(out, about | {"rows": results})
        console.print(table({name: results[name]}))
    console.print(table(results))
    return results


def main(arguments: Sequence[str] = ()) -> None:
    """Read the command line and measure.

    Raises:
        UserError: an unknown row, or no GPU and no --dry.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gpu", description=__doc__)
    parser.add_argument("rows", nargs="*", help=f"rows to measure: {', '.join(ROWS)}")
    parser.add_argument("--out", type=Path, default=Path("gpu.json"), help="file of the results")
    parser.add_argument("--dry", action="store_true", help="tiny sizes on the CPU")
    parser.add_argument("--again", action="store_true", help="measure stored rows once more")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    names = [given.child] if given.child else given.rows or list(ROWS)
    for name in names:
        if name not in ROWS:
            raise UserError(f"there is no row {name!r}: {nearest(name, ROWS)}")
    if not given.dry and not torch.cuda.is_available():
        raise UserError("there is no GPU here: add --dry to try all rows in tiny on the CPU.")
    if given.child:
        write_json(given.out, in_process(given.child, tiny=False))
        return
    run(names, given.out, tiny=given.dry, again=given.again)
