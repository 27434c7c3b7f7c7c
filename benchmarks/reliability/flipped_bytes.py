"""One byte of a run folder changes: is it noticed, is it without effect, or does it lie?

    python -m benchmarks.reliability.flipped_bytes [--flips 1000] [--seed 0]

Trains a small run of each kind (images, language, tables, sounds, images from text, the game)
and keeps its state. Then one random byte of a file is changed at a time, every file in turn, and
everything of the run is read: configuration, metrics, summary, texts, weights, state.
"""

import argparse
import random
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import torch

from benchmarks.reliability.resume_all import make_inputs, tiny
from gradatim.errors import UserError
from gradatim.recipes.runs import open_run, start
from gradatim.training import Run
from gradatim.training.run_folder.run import Run as RunClass

RECIPES = (
    "digits-mlp",
    "text-gpt",
    "table-mlp",
    "sound-convnet",
    "text-classifier",
    "mnist-dalle",
    "emoji-clip",
    "scene-captioner",
    "pyrat-dqn",
)
BEST = "best.safetensors"
NOT_READ = ("tensorboard", "lock.json", "guard", ".html", ".png")  # drawn again, or of the moment


def train_each(folder: Path) -> list[Run]:
    """Train the runs; their last state is kept, as if they had been stopped there."""
    make_inputs(folder)
    runs, finish = [], RunClass.finish
    for name in RECIPES:
        kept: list[bytes] = []

        def finish_but_keep(run: Run, summary: dict[str, Any], kept: list[bytes] = kept) -> None:
            kept.append((run.folder / "state" / "last.pt").read_bytes())
            finish(run, summary)

        RunClass.finish = finish_but_keep  # type: ignore[method-assign]
        run, _ = start(name, tiny(name, folder), folder / name, show=False)
        RunClass.finish = finish  # type: ignore[method-assign]
        (run.folder / "state").mkdir(exist_ok=True)
        (run.folder / "state" / "last.pt").write_bytes(kept[0])
        runs.append(run)
    return runs


def everything(folder: Path) -> list[Any]:
    """What the commands read of a run."""
    _, model, info, run = open_run(folder)
    weights = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    if (run.folder / BEST).is_file():  # read when a run with early stopping ends
        run.load_weights(model, BEST)
    return [run.config, run.metrics(), run.summary(), run.texts(), info, weights, run.load_state()]


def same(a: Any, b: Any) -> bool:
    """Compare what was read, tensors by their bits."""
    if isinstance(a, dict):
        return isinstance(b, dict) and list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return torch.equal(a, b) if isinstance(a, torch.Tensor) else bool(a == b)


def verdict(folder: Path, wanted: list[Any]) -> str:
    """Tell what became of a change: "noticed", "harmless", "silent", or what broke."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return "harmless" if same(everything(folder), wanted) else "silent"
        except (UserError, UserWarning):
            return "noticed"
        except Exception as error:  # whatever else comes out is what is looked for here
            return f"broken: {type(error).__name__}"


def main() -> None:
    """Flip bytes, count, and end with 1 if a change went unnoticed or broke something."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--flips", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng, counts = random.Random(options.seed), Counter[tuple[str, str]]()
    with tempfile.TemporaryDirectory() as temporary:
        runs = train_each(Path(temporary))
        wanted = {run.folder: everything(run.folder) for run in runs}
        files = [
            (run.folder, file)
            for run in runs
            for file in sorted(run.folder.rglob("*"))
            if file.is_file() and not any(part in str(file) for part in NOT_READ)
        ]
        for index in range(options.flips):
            folder, file = files[index % len(files)]
            content = file.read_bytes()
            place = rng.randrange(len(content))
            bits = 1 << rng.randrange(8) if rng.random() < 0.5 else rng.randrange(1, 256)
            file.write_bytes(
                content[:place] + bytes([content[place] ^ bits]) + content[place + 1 :]
            )
            counts[file.name, verdict(folder, wanted[folder])] += 1
            file.write_bytes(content)
    for (name, outcome), n in sorted(counts.items()):
        print(f"{name:20}{outcome:12}{n:6,}")
    bad = sum(n for (_, outcome), n in counts.items() if outcome not in ("noticed", "harmless"))
    print(f"{options.flips:,} flips: {bad} unnoticed or broken.")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
