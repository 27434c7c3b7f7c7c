"""`make bench ARGS="loop mnist"`: run benchmarks by name; without names all but gpu.

At the end one table shows every figure beside its peer and beside the last one stored for this
kind of machine, and what became worse by more than 10 % is warned of. `--store` keeps the figures.
"""

import importlib
import os
import platform
import sys
from pathlib import Path

import torch
from rich.console import Console

from benchmarks.history import Figure, load, store, summary
from gradatim.errors import UserError, nearest

# Every other file and folder here has a command of its own: python -m benchmarks.NAME
NAMES = ("loop", "threads", "data_path", "language", "pyrat_engine", "mnist", "shakespeare")
ONLY_NAMED = ("gpu",)  # needs one, and has a table of its own


def machine() -> str:
    """The kind of machine that figures belong to."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        lines = [line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = lines[0].partition(":")[2].strip() if lines else model
    gpu = f", {torch.cuda.get_device_name(0)}" if torch.cuda.is_available() else ", no GPU"
    return f"{os.cpu_count()} cores of {model}{gpu}; torch {torch.__version__}"


def circumstances() -> str:
    """What else may move a figure."""
    load_now = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return f"{torch.get_num_threads()} threads, Python {platform.python_version()}{load_now}"


def main() -> None:
    """Run the benchmarks that the command line names."""
    keep = "--store" in sys.argv[1:]
    chosen = [name for name in sys.argv[1:] if name != "--store"] or list(NAMES)
    for name in chosen:
        if name not in NAMES + ONLY_NAMED:
            raise UserError(f"there is no benchmark {name!r}: {nearest(name, NAMES + ONLY_NAMED)}")
    console, here = Console(), machine()
    print(f"Machine: {here}, {circumstances()}.")
    figures: list[Figure] = []
    for name in chosen:
        console.rule(name)
        figures += importlib.import_module(f"benchmarks.{name}").main() or []
    if not figures:
        return
    table, warnings = summary(figures, load().get(here, {}))
    console.rule("all of them")
    console.print(table)
    for sentence in warnings:
        console.print(f"[bold red]Warning:[/] {sentence}")
    if keep:
        store(figures, here)
        console.print("Kept in docs/results/bench.json.")


if __name__ == "__main__":
    try:
        main()
    except UserError as error:
        sys.exit(f"error: {error}")
