"""Every recipe, trained twice: once here, once by the command that its report prints.

    python -m benchmarks.reliability.repeat_all [RECIPE ...]

Each recipe is made tiny, as in `resume_all`. The printed commands run in a process of their own,
in which sets have another order. Weights, metrics and evaluations must be equal to the last bit.
"""

import argparse
import contextlib
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


def run_commands() -> None:
    """In the second process: run the commands that come in, one per line; answer when done."""
    for line in sys.stdin:
        said = ""
        with contextlib.redirect_stdout(sys.stderr):
            try:
                gradatim(json.loads(line))
            except SystemExit as stopped:
                said = str(stopped.code or "")
        print(json.dumps(said), flush=True)


def repeated(name: str, folder: Path, second: subprocess.Popen[str]) -> str:
    """Train a recipe here and there; say what was not equal, or nothing."""
    assert second.stdin is not None
    assert second.stdout is not None
    cpu = RuntimeOptions(device="cpu", precision="float32")
    run, _ = start(name, tiny(name, folder), folder / name, options=cpu, show=False)
    again = folder / f"{name}-again"
    words = [*shlex.split(train_command(run))[1:], "--out", str(again)]
    second.stdin.write(json.dumps(words) + "\n")
    second.stdin.flush()
    if refused := json.loads(second.stdout.readline()):
        return f"{shlex.join(words)} ends with {refused}"
    pairs = zip(PARTS, outcome(run), outcome(Run.open(again)), strict=True)
    return ", ".join(part for part, ours, theirs in pairs if ours != theirs)


def main() -> None:
    """Compare the recipes of the command line, or all; end with 1 if one differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("recipes", nargs="*", default=list(RECIPES))
    parser.add_argument("--second", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.second:
        run_commands()
        return
    n_equal = 0
    words = [sys.executable, "-m", "benchmarks.reliability.repeat_all", "--second"]
    pipe = subprocess.PIPE
    with (
        tempfile.TemporaryDirectory() as temporary,
        subprocess.Popen(
            words, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        ) as second,
    ):
        folder = Path(temporary)
        make_inputs(folder)
        for name in options.recipes:
            begun = time.process_time()
            differ = repeated(name, folder, second)
            n_equal += not differ
            print(f"{name:28}{time.process_time() - begun:6.1f} s  {differ or 'equal'}", flush=True)
    print(f"{n_equal} of {len(options.recipes)} recipes are repeated by their printed commands.")
    sys.exit(n_equal < len(options.recipes))


if __name__ == "__main__":
    main()
