"""Does the default number of threads ever hurt? Beside one thread, on a quiet and a busy machine.

The busy machine is this one with a process beside the training that never rests: a core is then
gone for half of the time, and a thread that is waited for may have no core at all. Each training
is the command that a reader types, in a process of its own; the steps it takes in a given time
are counted, the settings in turn, since the machine changes too.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.history import Figure

RECIPES, SECONDS, ROUNDS = ("mnist-convnet", "mnist-mlp"), 8, 3
SETTINGS = {"default": [], "1 thread": ["--threads", "1"], "2 threads": ["--threads", "2"]}
CHOSEN_BY_USER = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "GOMP_SPINCOUNT", "OMP_WAIT_POLICY")
SPIN = [sys.executable, "-c", "while True: pass"]


def speed(recipe: str, options: list[str]) -> float:
    """Steps per second of one training that ends by the clock."""
    environment = {name: v for name, v in os.environ.items() if name not in CHOSEN_BY_USER}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "gradatim", "train", recipe, *options]
        command += ["--max-seconds", str(SECONDS), "--out", f"{folder}/run"]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        summary = json.loads((Path(folder) / "run" / "summary.json").read_text("utf-8"))
    return summary["steps"] / summary["seconds"]


def speeds(recipe: str, n_spinning: int) -> dict[str, float]:
    """Median steps per second of each setting, beside processes that spin."""
    beside = [subprocess.Popen(SPIN) for _ in range(n_spinning)]
    try:
        rounds = [
            {name: speed(recipe, options) for name, options in SETTINGS.items()}
            for _ in range(ROUNDS)
        ]
    finally:
        for process in beside:
            process.kill()
            process.wait()
    return {name: statistics.median(each[name] for each in rounds) for name in SETTINGS}


def main() -> list[Figure]:
    """Print the table: the default divided by the best choice."""
    figures = []
    table = Table(
        "recipe",
        "beside it",
        *(f"{n}, steps/s" for n in SETTINGS),
        "default / best",
        title="Threads",
    )
    for recipe in RECIPES:
        for n_spinning in (0, 1):
            found = speeds(recipe, n_spinning)
            best = max(found.values())
            beside = "a spinning process" if n_spinning else "nothing"
            cells = [f"{value:.1f}" for value in found.values()]
            table.add_row(recipe, beside, *cells, f"{found['default'] / best:.2f}")
            name = f"threads, {recipe}, beside {beside}"
            figures.append(Figure(name, found["default"], "steps/s", best, less_is_better=False))
    Console().print(table)
    return figures


if __name__ == "__main__":
    main()
