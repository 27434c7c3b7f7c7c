"""`make bench ARGS="loop mnist"`: run benchmarks by name; without names all but the long ones."""

import importlib
import os
import platform
import sys
from pathlib import Path

import torch
from rich.console import Console

from gradatim.errors import UserError, nearest

# make exactness, and what needs a GPU; those in folders: python -m benchmarks.FOLDER.NAME
OWN_COMMAND = {"exactness", "gpu"}


def machine() -> str:
    """State in plain words what the figures were measured on."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        lines = [line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = lines[0].partition(":")[2].strip() if lines else model
    gpu = f", {torch.cuda.get_device_name(0)}" if torch.cuda.is_available() else ", no GPU"
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return (
        f"Machine: {os.cpu_count()} cores of {model}{gpu}; torch {torch.__version__}, "
        f"{torch.get_num_threads()} threads, Python {platform.python_version()}{load}."
    )


def main() -> None:
    """Run the benchmarks that the command line names."""
    here = Path(__file__).parent
    names = sorted([p.stem for p in here.glob("*.py") if not p.stem.startswith("_")] + ["gpu"])
    chosen = sys.argv[1:] or [name for name in names if name not in OWN_COMMAND]
    for name in chosen:
        if name not in names:
            raise UserError(f"there is no benchmark {name!r}: {nearest(name, names)}")
    print(machine())
    for name in chosen:
        Console().rule(name)
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    try:
        main()
    except UserError as error:
        sys.exit(f"error: {error}")
