"""Every recipe, trained twice: once here, once by the command that its report prints.

    python -m benchmarks.reliability.repeat_all [RECIPE ...]

Each recipe is made tiny, as in `resume_all`. The printed commands run in a process of their own,
in which sets have another order. Weights, metrics and evaluations must be equal to the last bit.
"""

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.reliability.resume_all import PARTS, make_inputs, outcome, tiny
from gradatim.cli import main as gradatim
from gradatim.recipes.registry import RECIPES
from gradatim.recipes.repeat import train_command
from gradatim.recipes.runs import start
from gradatim.training import Run, RuntimeOptions

COMMANDS = "commands.json"  # of the first process for the second: words by the name of a recipe


def train_first(names: list[str], folder: Path) -> None:
    """Train each recipe in this process and write down the command of its report."""
    cpu, commands = RuntimeOptions(device="cpu", precision="float32"), {}
    for name in names:
        run, _ = start(name, tiny(name, folder), folder / name, options=cpu, show=False)
        commands[name] = shlex.split(train_command(run))[1:]
    (folder / COMMANDS).write_text(json.dumps(commands))


def train_again(folder: Path) -> None:
    """Run the commands that were written down."""
    for name, words in json.loads((folder / COMMANDS).read_text()).items():
        try:
            gradatim([*words, "--out", str(folder / f"{name}-again")])
        except SystemExit as stopped:
            print(f"{name}: {shlex.join(words)} ends with {stopped.code}", flush=True)


def main() -> None:
    """Compare the recipes of the command line, or all; end with 1 if one differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("recipes", nargs="*", default=list(RECIPES))
    parser.add_argument("--again", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.again:
        train_again(options.again)
        return
    begun, n_equal = time.process_time(), 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make_inputs(folder)
        train_first(options.recipes, folder)
        words = [sys.executable, "-m", "benchmarks.reliability.repeat_all", "--again", temporary]
        done = subprocess.run(words, capture_output=True, text=True)
        for name in options.recipes:
            again = folder / f"{name}-again"
            if not (again / "summary.json").is_file():
                print(f"{name}: did not train again: {done.stdout[-300:]}{done.stderr[-300:]}")
                continue
            pairs = zip(
                PARTS, outcome(Run.open(folder / name)), outcome(Run.open(again)), strict=True
            )
            differ = [part for part, first, second in pairs if first != second]
            n_equal += not differ
            if differ:
                print(f"{name}: {', '.join(differ)} differ")
    spent = time.process_time() - begun
    print(f"{n_equal} of {len(options.recipes)} recipes are repeated ({spent:.0f} core-seconds).")
    sys.exit(n_equal < len(options.recipes))


if __name__ == "__main__":
    main()
