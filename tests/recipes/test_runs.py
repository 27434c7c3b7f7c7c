"""Runs that an earlier version wrote still open: their options had other names."""

import json
from pathlib import Path

import pytest

from gradatim.data.info import from_json
from gradatim.recipes.options import values_of
from gradatim.recipes.registry import get
from gradatim.recipes.runs import open_run, reopen
from gradatim.training import Run

STORED = sorted((Path(__file__).parent / "stored").glob("*.json"))  # config.json of format 1

# What None stands for today, where the old version wrote the value itself.
DEFAULTS = {"beta2": 0.99, "momentum": 0.9, "unlabeled_batch_size": 256}
# What has another default today: an old run that held nothing out does not now either.
CHANGED = {"val_fraction": 0.0}


@pytest.fixture(params=STORED, ids=lambda path: path.stem)
def old_run(request, tmp_path) -> Run:
    (tmp_path / "config.json").write_text(request.param.read_text("utf-8"), "utf-8")
    return Run.open(tmp_path)


def test_the_recipe_is_found_with_the_values_that_it_had(old_run):
    """The defaults have not changed, so an old run of defaults is the recipe of today."""
    values = values_of(reopen(old_run))
    for name, today in values_of(get(old_run.config["recipe"])).items():
        if name in CHANGED and name in old_run.config["options"]:
            assert values[name] == CHANGED[name]
            continue
        assert values[name] == (DEFAULTS.get(name) if today is None else today) or (
            values[name] is today
        )


def test_the_model_is_built_and_its_weights_are_read(old_run):
    recipe = reopen(old_run)
    model = recipe.build_model(from_json(recipe.info_type, old_run.config["info"]))
    old_run.save_weights(model.state_dict())
    _, opened, _, _ = open_run(old_run.folder)
    for ours, theirs in zip(model.parameters(), opened.parameters(), strict=True):
        assert ours.equal(theirs)


def test_other_values_than_the_defaults_are_kept(tmp_path):
    path = next(path for path in STORED if path.stem == "fashion-resnet")
    config = json.loads(path.read_text("utf-8"))
    config["settings"] |= {"looks": 6, "clip": 2.0, "colour": 0.25, "hold_out": 0.1, "epochs": 3.0}
    (tmp_path / "config.json").write_text(json.dumps(config))
    values = values_of(reopen(Run.open(tmp_path)))
    assert values["tta"] == "flip-shift"
    assert (values["grad_clip"], values["color_jitter"], values["val_fraction"]) == (2.0, 0.25, 0.1)
    assert (values["epochs"], values["steps"]) == (3.0, None)
