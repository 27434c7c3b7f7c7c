"""The test set is measured once, at the end: nothing before it may look there."""

import pytest
import torch
from benchmarks.reliability.resume_all import make_inputs

from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.language.translation import recipe as translation
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from gradatim.training import Run
from tests.recipes.all_recipes.test_options_trace import FAMILIES, REAL_DATA

# Matches are played on other mazes during a run, see tests/recipes/pyrat/test_evaluation.py.
NAMES = [name for name in FAMILIES if not name.startswith("pyrat") or name == "pyrat-winner"]
OF_THE_TEST = ("test", "tests", "unseen")  # attributes of tasks


class NeverLookedAt:
    """Fails whoever reads anything of it."""

    def __getattr__(self, name):
        raise AssertionError(f"the test set was looked at: {name}")

    def __getitem__(self, index):
        raise AssertionError("the test set was looked at")

    def __iter__(self):
        raise AssertionError("the test set was looked at")


def build(name, request, monkeypatch):
    monkeypatch.setattr(translation, "N_DATES", 100)
    monkeypatch.setattr(translation, "N_TEST_DATES", 10)
    if name in REAL_DATA:
        request.getfixturevalue("data_folder")
    folder = request.getfixturevalue("tmp_path")
    make_inputs(folder)
    monkeypatch.chdir(folder)
    torch.manual_seed(0)
    return change(name, get(name), FAMILIES[name]).build(torch.device("cpu"))


@pytest.mark.parametrize("name", NAMES)
def test_no_evaluation_before_the_end_looks_at_the_test_set(name, request, monkeypatch):
    task = build(name, request, monkeypatch)
    hidden = [attribute for attribute in OF_THE_TEST if hasattr(task, attribute)]
    for attribute in hidden:
        setattr(task, attribute, NeverLookedAt())
    if hasattr(task, "held_out"):  # of translations: validation and test pairs
        task.held_out = (task.held_out[0], NeverLookedAt())
        hidden.append("held_out")
    assert hidden
    task.model.eval()
    with torch.no_grad():
        if task.has_validation:
            assert "loss" in task.evaluate()
        with pytest.raises(AssertionError, match="looked at"):
            task.evaluate(final=True)


def test_without_validation_data_a_run_is_measured_once_and_does_not_stop_early(tmp_path):
    short = {"data": "digits", "epochs": 2.0, "val_fraction": 0.0}
    recipe = change("digits-perceptron", get("digits-perceptron"), short)
    run, summary = start("digits-perceptron", recipe, tmp_path / "run", show=False)
    assert [row["step"] for row in Run.open(run.folder).metrics("evaluate")] == [summary["steps"]]
    impatient = change("digits-perceptron", recipe, {"patience": 2})
    with pytest.raises(UserError, match="holds out no data"):
        start("digits-perceptron", impatient, tmp_path / "other", asked={"patience": 2}, show=False)
    assert not (tmp_path / "other").exists()


def test_by_default_a_tenth_of_the_training_images_is_held_out_the_same_for_every_seed():
    parts = [change("digits-mlp", get("digits-mlp"), {"seed": seed}).data.load() for seed in (0, 1)]
    for train, validation, test in parts:
        assert (len(train), len(validation), len(test)) == (1295, 142, 360)
    assert torch.equal(parts[0][1].images, parts[1][1].images)
    seen = {image.numpy().tobytes() for image in parts[0][0].images}
    again = [image.numpy().tobytes() in seen for image in parts[0][1].images]
    assert sum(again) <= 1  # scikit-learn's digits hold hardly any image twice
