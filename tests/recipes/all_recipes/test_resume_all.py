"""A run that is killed and resumed ends like one that was not: a recipe of each family.

`python -m benchmarks.reliability.resume_all` tries all of them, five times each.
"""

import json
import random

import pytest
import torch
from benchmarks.reliability.resume_all import (
    OWN,
    SMALL,
    differences,
    make_inputs,
    outcome,
    run_until,
)

from gradatim.cli.size import size_
from gradatim.recipes.options import change
from gradatim.recipes.registry import RECIPES, get
from gradatim.recipes.runs import resume, start
from gradatim.training.recorder import RunRecorder

FAMILIES = (
    "digits-convnet",
    "folder-resnet",
    "table-mlp",
    "sound-convnet",
    "breast",
    "adult-mlp",
    "facts-gpt",
    "fashion-simclr",
    "fashion-fixmatch",
    "docs-bert",
    "text-classifier",
    "mnist-dalle",
    "mnist-flow",
    "moving-mnist",
    "scene-captioner",
    "emoji-clip",
    "wikitext-mixtral",
    "pyrat-imitation",
    "pyrat-dqn",
    "pyrat-ppo",
    "pyrat-search",
    "pyrat-dream",
    "pyrat-winner",
)


@pytest.mark.parametrize("name", FAMILIES)
def test_killed_and_resumed_run_ends_like_the_unbroken_one(name, data_folder, tmp_path, capsys):
    make_inputs(tmp_path)
    assert not differences(name, tmp_path, 1, random.Random(name))
    run = tmp_path / f"{name}-whole"
    size_(str(run))  # of any run, whatever its network takes and gives
    assert f"{json.loads((run / 'summary.json').read_text('utf-8'))['parameters']:,}" in (
        capsys.readouterr().out
    )


def test_first_evaluation_of_a_run_killed_before_its_second_checkpoint_comes_once(tmp_path):
    recipe = change("digits-mlp", get("digits-mlp"), {"steps": 3, "evaluate_seconds": 100.0})
    whole, _ = start("digits-mlp", recipe, tmp_path / "whole", show=False)
    broken = tmp_path / "broken"
    run_until(1, set(), lambda: start("digits-mlp", recipe, broken, show=False))
    assert outcome(resume(broken, show=False)[0]) == outcome(whole)


def test_options_of_the_benchmark_are_those_of_recipes():
    assert OWN.keys() <= RECIPES.keys()
    assert set(FAMILIES) <= RECIPES.keys()
    assert "steps" in SMALL


def test_lines_of_metrics_do_not_depend_on_when_checkpoints_come(tmp_path, monkeypatch):
    """Of more than 300 steps several make a line; a checkpoint, by the clock, ends none."""
    recipe = change("digits-mlp", get("digits-mlp"), {"steps": 700, "evaluate_every": 100})
    lines = []
    for folder, every in (("rare", 10**9), ("often", 7)):
        steps = iter(range(10**6))
        due = lambda self, steps=steps, every=every: next(steps) % every == every - 1  # noqa: E731
        monkeypatch.setattr(RunRecorder, "checkpoint_due", due)
        torch.manual_seed(0)
        run, _ = start("digits-mlp", recipe, tmp_path / folder, show=False)
        rows = run.metrics()
        lines.append([{k: v for k, v in row.items() if k != "seconds"} for row in rows])
    assert len(lines[0]) > 200
    assert lines[0] == lines[1]
