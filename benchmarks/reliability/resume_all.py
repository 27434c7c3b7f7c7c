"""Every recipe, killed at random steps and resumed, against the run that was never broken.

    python -m benchmarks.reliability.resume_all [RECIPE ...] [--kills 5] [--seed 0]

Each recipe is made tiny. It is trained once; then again, with a checkpoint at a random step, an end
by an exception at a random later one, a resume, another end, and a resume that finishes. Weights,
metrics and evaluations must be equal to the last bit.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

import numpy as np
from PIL import Image
from scipy.io import wavfile

from gradatim.errors import UserError
from gradatim.recipes.options import change, values_of
from gradatim.recipes.registry import RECIPES, get
from gradatim.recipes.runs import resume, start
from gradatim.training import Run, RuntimeOptions
from gradatim.training.recorder import RunRecorder

TEXT = [f"The rat number {i} eats {i * i} pieces of cheese in the maze.\n" for i in range(2000)]
SMALL = {  # where a recipe has such an option
    "steps": 12,
    "evaluate_every": 5,
    "patience": 9,
    "batch_size": 16,
    "threads": 1,
    "images": 600,
    "image_size": None,
    "hidden": (16,),
    "context": 16,
    "n_layers": 1,
    "n_heads": 2,
    "width": 16,
    "embedding_width": 8,
    "vocabulary": 300,
    "text": "text.txt",
    "pairs": "dates",
    "beam_size": 2,
    "people": 20,
    "unseen_people": 10,
    "presets": ("small",),
    "mazes": 8,
    "second_goals": 1,
    "eval_presets": ("small",),
    "eval_opponents": ("greedy",),
    "eval_games": 2,
    "final_eval_games": 4,
    "n_codes": 16,
    "judge_steps": 5,
    "draw_steps": 2,
    "eval_scenes": 8,
    "eval_images": 20,
}
INPUTS = ("text.txt", "images", "sounds", "table.csv", "texts.csv")  # see `make_inputs`
SMALLER = {"widths": 8, "depths": 1}  # each number of such a tuple
OWN = {  # what a recipe needs beside, or instead
    "cifar10-speedrun": {"data": "cifar-10", "tta": "none"},
    "cifar10-gray": {"data": "cifar-10-gray"},
    "folder-resnet": {"data": "images", "image_size": 32},
    "folder-alexnet": {"data": "images", "image_size": 64, "hidden": 16},
    "folder-vit": {"data": "images", "image_size": 32, "hidden": 16, "patch_size": 8},
    "table-mlp": {"data": "table.csv", "target": "label", "dropout": 0.1},
    "sound-convnet": {"data": "sounds"},
    "multi30k-transformer": {"hidden": 16, "dropout": 0.1},
    "multi30k-transformer-long": {"hidden": 16},
    "mnist-convnet": {"same_padding": True},
    "mnist-convnet-long": {"same_padding": True},
    "colored-digits": {"images": 600, "data": "mnist"},
    "wikitext-gpt-long": {"optimizer": "adamw", "grad_accum_steps": 2},
    "wikitext-llama": {"hidden": 16, "n_key_heads": 1},
    "wikitext-mixtral": {"hidden": 16, "n_key_heads": 1},
    "facts-gpt": {"batch_size": 10},
    "fashion-fixmatch": {"unlabeled_batch_size": 16},
    "everyday-llama": {"hidden": 16, "n_key_heads": 1},
    "chat-instructions": {"init_from": "everyday-llama"},
    "chat-preferences": {"init_from": "everyday-llama"},
    "chat-sums": {"init_from": "everyday-llama"},
    "text-classifier": {"data": "texts.csv"},
    "moving-mnist": {"filters": (4, 4)},
    "moving-mnist-next": {"image_size": 32, "filters": 4, "hidden": 16, "eval_clips": 8},
    "moving-mnist-next-long": {"image_size": 64, "filters": 4, "hidden": 16, "eval_clips": 8},
    "emoji-clip": {"filters": (4, 4), "hidden": 16, "vocabulary": 400},
    "pyrat-imitation": {"hidden": 16, "presets": ("small", "default"), "mazes": 4},
    "pyrat-imitation-planes": {"n_blocks": 2, "presets": ("small",)},
    "pyrat-imitation-flat": {"presets": ("lab",), "eval_presets": ("lab",)},
    "pyrat-dqn": {"n_envs": 8, "buffer_size": 200, "learning_starts": 60},
    "pyrat-ppo": {
        "steps": 6,
        "hidden": 16,
        "n_envs": 24,
        "rollout_length": 6,
        "snapshot_every": 1,
        "value_warmup": 3,
        "opponents": ("greedy", "planner", "past", "self", "search", "champion"),
    },
    "pyrat-search": {"rollouts": 16},
    "pyrat-dream": {"n_heads": 2, "mazes": 8, "eval_boards": 8, "eval_dreams": 2},
    "pyrat-winner": {"hidden": (16,)},
}


def make_inputs(folder: Path) -> None:
    """Write the texts, images, sounds and the table that some recipes are given."""
    rng = np.random.default_rng(0)
    (folder / SMALL["text"]).write_text("".join(TEXT))
    for label in ("cat", "dog"):
        (folder / "images" / label).mkdir(parents=True)
        for i in range(20):
            pixels = rng.integers(0, 256, (70, 70, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / "images" / label / f"{i}.png")
        (folder / "sounds" / label).mkdir(parents=True)
        for i in range(10):
            noise = rng.integers(-9999, 9999, 4000, dtype=np.int16)
            wavfile.write(folder / "sounds" / label / f"{i}.wav", 8000, noise)
    rows = [f"{rng.normal():.3f},{'abc'[i % 3]},{i % 2}" for i in range(80)]
    (folder / "table.csv").write_text("\n".join(["size,color,label", *rows]))
    said = [f"{line.strip()},{'abc'[i % 3]}" for i, line in enumerate(TEXT[:60])]
    (folder / "texts.csv").write_text("\n".join(["text,label", *said]))


def tiny(name: str, folder: Path):
    """A recipe with few steps of a small network; `folder` holds what `make_inputs` wrote."""
    values = values_of(get(name))
    changes = {key: value for key, value in SMALL.items() if key in values}
    for key, most in SMALLER.items():
        if key in values:
            changes[key] = tuple(min(most, size) for size in values[key])
    if values.get("data") in ("mnist", "fashion-mnist", "cifar-10"):
        changes["data"] = "digits"
    changes |= OWN.get(name, {})
    for key in ("text", "data"):
        if changes.get(key) in INPUTS:
            changes[key] = str(folder / changes[key])
    return change(name, get(name), changes)


class Killed(BaseException):
    """Ends a training as a crash would: nothing in the house catches it."""


def run_until(kill: int, checkpoints: set[int], act) -> None:
    """Call `act`, save at the steps of `checkpoints` only, and end it at the step `kill`."""
    note, step_now = RunRecorder.note, [0]

    def note_then_die(self, step, metrics):
        note(self, step, metrics)
        step_now[0] = step
        if step == kill:
            raise Killed

    due = lambda self: step_now[0] in checkpoints  # noqa: E731
    with (
        patch.object(RunRecorder, "note", note_then_die),
        patch.object(RunRecorder, "checkpoint_due", due),
    ):
        try:
            act()
        except Killed:
            return


def outcome(run: Run) -> tuple:
    """What two runs must share: weights, metrics of every line, final evaluation.

    Of the evaluations by the clock only the first one, before any step, is part of it.
    """
    values, last = run.config["options"], run.summary()["steps"]
    by_clock = values.get("evaluate_seconds") and values["evaluate_every"]
    rows = [
        {k: v for k, v in row.items() if k != "seconds"}
        for row in run.metrics()
        if not by_clock
        or row["kind"] == "train"
        or row["step"] % values["evaluate_every"] == 0
        or row["step"] == last
    ]
    weights = (run.folder / "model.safetensors").read_bytes()
    return weights, rows, run.summary()["metrics"]


PARTS = ("weights", "metrics", "evaluation")


def differences(name: str, folder: Path, kills: int, rng: random.Random) -> list[str]:
    """Train one recipe unbroken, then `kills` times broken; say what was not equal.

    Args:
        name: of the recipe.
        folder: where `make_inputs` wrote, and where the runs go.
        kills: broken runs; each is killed twice.
        rng: draws the steps.
    """
    recipe, found = tiny(name, folder), []
    cpu = RuntimeOptions(device="cpu", precision="float32")
    whole, summary = start(name, recipe, folder / f"{name}-whole", options=cpu, show=False)
    wanted, n = outcome(whole), summary["steps"]
    for index in range(kills):
        broken = folder / f"{name}-{index}"
        saved, first, second = sorted(rng.randrange(1, n + 1) for _ in range(3))
        saves = {saved, (saved + second) // 2}
        run_until(
            first,
            saves,
            lambda f=broken: start(name, recipe, f, options=cpu, show=False),
        )
        run_until(second, saves, lambda f=broken: resume(f, show=False))
        run = Run.open(broken) if Run.open(broken).summary() else resume(broken, show=False)[0]
        parts = zip(PARTS, outcome(run), wanted, strict=True)
        differ = [part for part, ours, theirs in parts if ours != theirs]
        if differ:
            found.append(f"saved {saved}, killed {first} and {second}: {', '.join(differ)}")
    return found


def main() -> None:
    """Try the recipes of the command line, or all; end with 1 if one differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("recipes", nargs="*", default=list(RECIPES))
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    n_equal, failed = 0, []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make_inputs(folder)
        for name in options.recipes:
            begun, rng = time.process_time(), random.Random(f"{name} {options.seed}")
            try:
                found = differences(name, folder, options.kills, rng)
            except UserError as error:
                found = [f"does not run: {error}"]
            n_equal += not found
            failed += [name] * bool(found)
            state = "; ".join(found) or f"{options.kills} of {options.kills} equal"
            print(f"{name:28}{time.process_time() - begun:6.1f} s  {state}", flush=True)
    print(f"{n_equal} of {len(options.recipes)} recipes end like the unbroken run.")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
