"""No option is ignored: what a recipe accepts is read by `build`, the loop or the evaluation."""

import dataclasses
import sys
from contextlib import contextmanager

import pytest
import torch
from benchmarks.reliability.resume_all import make_inputs, tiny

from gradatim.data.info import to_json
from gradatim.recipes import get
from gradatim.recipes.base import Recipe
from gradatim.recipes.language.translation import recipe as translation
from gradatim.recipes.options import change, options, values_of
from gradatim.recipes.registry import RECIPES
from gradatim.training import Run, RuntimeOptions, train
from gradatim.training.device import Runtime

# The smallest recipe of each family, on data that comes with the installation where there is any.
DIGITS = {"data": "digits", "batch_size": 16}
TINY_TEXT = {"text": "docs", "vocabulary": 300, "width": 16, "n_layers": 1, "n_heads": 2}
TINY_TEXT |= {"context": 16, "batch_size": 4}
# Two steps: matches are played after the first and, others, after the last.
MATCHES = {"eval_opponents": ("random",), "eval_games": 2, "final_eval_games": 2, "steps": 2}
GAMES = MATCHES | {"presets": ("small",), "eval_presets": ("lab",), "mazes": 8, "batch_size": 8}
FAMILIES = {
    "digits-perceptron": {"batch_size": 16},
    "digits-mlp": {"batch_size": 16},
    "digits-convnet": {"batch_size": 16},
    "digits-resnet": {"batch_size": 16},
    "digits-vit": {"batch_size": 16},
    "cifar10-speedrun": DIGITS | {"image_size": 32, "widths": (8, 16, 16)},
    "folder-alexnet": {"data": "images", "image_size": 63, "hidden": 8, "batch_size": 4},
    "fashion-simclr": DIGITS,
    "fashion-low-label": DIGITS,
    "fashion-fixmatch": DIGITS,
    "colored-digits": DIGITS | {"agreement": 0.8},
    "mnist-to-usps": {"source": "digits", "target": "digits", "batch_size": 16},
    "facts-gpt": {"people": 10, "unseen_people": 5, "width": 16, "batch_size": 8},
    "docs-gpt": TINY_TEXT,
    "text-gpt": TINY_TEXT,
    "shakespeare-gpt": TINY_TEXT,
    "wikitext-llama": TINY_TEXT | {"hidden": 16},
    "wikitext-mixtral": TINY_TEXT | {"hidden": 16},
    "docs-bert": TINY_TEXT,
    "text-bert": TINY_TEXT,
    "dates-bahdanau": {"width": 8, "embedding_width": 8, "batch_size": 8},
    "multi30k-transformer": {
        "pairs": "dates", "vocabulary": 0, "width": 16, "hidden": 16, "batch_size": 8,
    },
    "pyrat-imitation": GAMES | {"width": 8, "n_layers": 1, "hidden": 8, "second_goals": 1},
    "pyrat-imitation-planes": GAMES | {"width": 8, "n_blocks": 1, "second_goals": 1},
    "pyrat-imitation-flat": GAMES | {"hidden": (8,), "second_goals": 1, "presets": ("lab",)},
    "pyrat-search": GAMES | {"rollouts": 15},
    "pyrat-ppo": GAMES | {"n_envs": 8, "rollout_length": 8, "snapshot_every": 1},
    "pyrat-dqn": {
        **MATCHES, "n_envs": 8, "buffer_size": 64, "learning_starts": 32, "batch_size": 8,
    },
    "mnist-dalle": {
        **DIGITS, "width": 16, "n_layers": 1, "filters": 8, "n_codes": 16,
        "judge_steps": 5, "eval_images": 20,
    },
    "mnist-flow": {
        **DIGITS, "width": 16, "n_layers": 1, "draw_steps": 2, "judge_steps": 5, "eval_images": 20,
    },
    "scene-captioner": {
        **DIGITS, "filters": (4, 4), "width": 8, "embedding_width": 8, "eval_scenes": 8,
    },
    "moving-mnist": DIGITS | {"filters": (4, 4)},
    "moving-mnist-next": {
        **DIGITS, "filters": 2, "hidden": 4, "n_layers": 1, "n_frames": 2, "eval_clips": 4,
    },
    "moving-mnist-attention": DIGITS | {"width": 16, "n_layers": 1},
    "folder-resnet": DIGITS | {"image_size": 32, "widths": (8, 8, 8, 8)},
    "table-mlp": {"data": "table.csv", "target": "label", "hidden": (8,), "batch_size": 16},
    "folder-vit": DIGITS | {"image_size": 16, "width": 8, "hidden": 8, "n_layers": 1},
    "sound-convnet": {"data": "sounds", "widths": (8, 8, 8), "batch_size": 8},
    # of real data
    "emoji-flow": {
        "batch_size": 8, "width": 16, "n_layers": 1, "draw_steps": 2, "judge_steps": 2,
        "eval_images": 8,
    },
    "emoji-clip": {"batch_size": 16, "filters": (4, 4), "width": 16, "hidden": 16},
    "breast": {"widths": (4, 8, 8), "batch_size": 16},
    "adult-mlp": {"hidden": (8,), "batch_size": 16},
    "spoken-digits": {"width": 16, "batch_size": 16},
    "pyrat-dream": {
        "batch_size": 8, "width": 18, "mazes": 8, "preset": "small", "eval_boards": 8,
        "eval_dreams": 2,
    },
    "pyrat-winner": {"batch_size": 16},
}  # fmt: skip
# In the sizes in which they are killed and resumed.
TINY = (
    *("everyday-bert", "everyday-llama", "chat-instructions", "chat-preferences", "chat-sums"),
    "text-classifier",
)
REAL_DATA = {
    *TINY,
    "emoji-clip",
    "emoji-flow",
    "breast",
    "adult-mlp",
    "spoken-digits",
    "pyrat-winner",
}
# Read only where something asks for it: the option, and what asks.
ASKED_BY = {
    "momentum": {"optimizer": "sgd"},
    "beta1": {"optimizer": "adamw"},
    "beta2": {"optimizer": "adamw"},
    "adamw_lr_ratio": {"optimizer": "muon"},
    "penalty": {"repair": "penalty", "penalty": 2.0},
    "target_entropy": {"init_from": "champion", "target_entropy": 0.4},
    "unlabeled_batch_size": {"method": "fixmatch", "unlabeled_batch_size": 16},
    "lora_rank": {"init_from": "run"},
    "frozen": {"init_from": "run"},  # the first one of the test
}
# `threads` is read by `Runtime`; `epochs` where no steps are given, see test_options.py.
ELSEWHERE = {"threads", "epochs"}


@contextmanager
def reads(recipe):
    """Note which fields of a recipe's configs are read, by (class, field), until the block ends.

    What `dataclasses` copies, what a config checks of itself, and what `options` lists says nothing
    of use, so those reads do not count.
    """
    kinds, waiting, seen = set(), [recipe], set()
    while waiting:
        config = waiting.pop()
        kinds.add(type(config))
        inner = [getattr(config, field.name) for field in dataclasses.fields(config)]
        waiting += [value for value in inner if dataclasses.is_dataclass(value)]

    def spy(self, name):
        frame = sys._getframe(1)
        module, function = frame.f_globals.get("__name__", ""), frame.f_code.co_name
        checks = module in ("dataclasses", "gradatim.validation", "gradatim.recipes.options")
        if not checks and function != "__post_init__":
            seen.add((type(self), name))
        return object.__getattribute__(self, name)

    try:
        for kind in kinds:
            kind.__getattribute__ = spy
        yield seen
    finally:
        for kind in kinds:
            del kind.__getattribute__


def run_a_little(name: str, recipe: Recipe, folder) -> set:
    """Build, train two steps, evaluate; the fields that were read."""
    torch.manual_seed(0)
    with reads(recipe) as seen:
        task = recipe.build(torch.device("cpu"))
        info = to_json(task.info)
        run = Run.create(folder, name, values_of(recipe), info=info, files=task.files)
        train(task, recipe.train, run, Runtime(RuntimeOptions(device="cpu")), show=False)
    return seen


def ignored(found, recipe: Recipe, seen: set) -> list[str]:
    """The names of the options that nobody has read yet."""
    names = []
    for option in found:
        config = recipe
        for step in option.path[:-1]:
            config = getattr(config, step)
        if (type(config), option.name) not in seen and option.name not in ELSEWHERE:
            names.append(option.name)
    return names


def test_every_kind_of_recipe_is_among_them():
    kinds = {type(get(name)): name for name in RECIPES}
    traced = {type(get(name)) for name in (*FAMILIES, *TINY)}
    assert [name for kind, name in kinds.items() if kind not in traced] == []


TRACED = [
    pytest.param(name, marks=pytest.mark.slow if name.startswith("chat-") else [])
    for name in (*FAMILIES, *TINY)
]


@pytest.mark.parametrize("name", TRACED)
def test_every_option_is_read_by_somebody(name, tmp_path, request, monkeypatch):
    make_inputs(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(translation, "N_DATES", 100)
    monkeypatch.setattr(translation, "N_TEST_DATES", 10)
    if name in REAL_DATA:
        request.getfixturevalue("data_folder")
    short = {"steps": 1, "evaluate_every": 1}
    known = {option.name for option in options(get(name))}
    if name in TINY:
        recipe = tiny(name, tmp_path)
    else:
        changes = {key: value for key, value in short.items() if key in known} | FAMILIES[name]
        recipe = change(name, get(name), changes)
    found = options(recipe)
    seen = run_a_little(name, recipe, tmp_path / "run")
    names = {option.name for option in found}
    for number, (option, asking) in enumerate(ASKED_BY.items()):
        if option in ignored(found, recipe, seen) and asking.keys() <= names:
            asked = change(name, recipe, asking)
            seen |= run_a_little(name, asked, tmp_path / f"run-{number}")
    assert ignored(found, recipe, seen) == []
