"""The tour: trains step after step, continues where it was stopped, writes one page."""

import json
import re
from contextlib import nullcontext

import pytest

from gradatim.errors import UserError
from gradatim.experiments import sweep, tour
from gradatim.experiments.tour import DIGITS, LANGUAGE_MODELS, OTHERS, TRANSLATOR
from gradatim.recipes.registry import RECIPES
from gradatim.reports.tour import write_tour
from gradatim.training import Run, RuntimeOptions

CPU = RuntimeOptions(device="cpu")
SHORT = (("epochs", 2.0),)
TWO = tuple(step._replace(changes=SHORT) for step in DIGITS[:2])


def tour_page(data, out, **arguments):
    """Train the tour and write its page; None where it was stopped."""
    done = tour.tour(data, out, options=CPU, **arguments)
    ideas = {step.title: step.idea for step in done.steps} if done else {}
    return write_tour(done.runs, ideas, done.command, out) if done else None


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """The folder of a tour of four steps, two epochs each."""
    out = tmp_path_factory.mktemp("tour") / "out"
    tour_page("digits", out, steps=[step._replace(changes=SHORT) for step in DIGITS])
    return out


def weights_of(out):
    return {path.parent.name: path.read_bytes() for path in out.glob("*/model.safetensors")}


def test_every_step_is_a_recipe_and_says_what_it_adds():
    for step in (*DIGITS, TRANSLATOR, *LANGUAGE_MODELS, *OTHERS):
        assert step.recipe in RECIPES
        assert step.idea.endswith(".")
    assert [step.title for step in DIGITS] == ["Perceptron", "MLP", "ConvNet", "ResNet"]


def test_page_shows_every_step_and_asks_for_nothing_from_outside(finished):
    html = (finished / "report.html").read_text("utf-8")
    for heading in (
        "From the Perceptron to the ResNet",
        "Learning curves",
        "Confusion matrices",
        "Weights of the first layers",
        "Feature maps by depth",
        "Most confident mistakes",
    ):
        assert heading in html
    for step in DIGITS:
        summary = Run.open(finished / step.recipe).summary()
        assert f"{summary['parameters']:,}" in html
        assert f"{100 * summary['metrics']['accuracy']:.2f} %" in html
    assert not re.findall(r"<(?:script|iframe|link(?! rel=\"icon\" href=\"data:,\"))", html)
    assert not re.findall(r"(?:src|href)=\"(?!data:|#)", html)


def test_every_step_is_a_run_of_its_own_that_can_be_opened(finished):
    for step in DIGITS:
        run = Run.open(finished / step.recipe)
        assert run.config["options"]["data"] == "digits"
        assert run.summary()["metrics"]["accuracy"] > 0.3  # chance is 0.1


def test_a_second_tour_trains_nothing_and_shows_the_same(finished, monkeypatch, capsys):
    before = weights_of(finished)
    monkeypatch.setattr(sweep, "start", lambda *a, **k: pytest.fail("trained again"))
    steps = [step._replace(changes=SHORT) for step in DIGITS]
    page = tour_page("digits", finished, steps=steps)
    assert page == finished / "report.html"
    assert weights_of(finished) == before
    output = capsys.readouterr()
    assert output.err.count("trained already") == 4
    for step in DIGITS:
        assert step.title in output.out


def test_another_seed_in_the_same_folder_is_refused_before_training(finished):
    before = weights_of(finished)
    with pytest.raises(UserError, match=r"other options: remove it, or give another folder"):
        tour_page("digits", finished, seed=1, steps=TWO)
    assert weights_of(finished) == before


def test_same_seed_gives_the_same_weights(finished, tmp_path):
    tour_page("digits", tmp_path / "again", steps=TWO)
    again = weights_of(tmp_path / "again")
    assert again == {name: weights_of(finished)[name] for name in again}


def test_a_stopped_tour_goes_on_and_ends_with_the_same_weights(
    finished, tmp_path, monkeypatch, capsys
):
    from gradatim.training import loop

    class SignalLater(list):
        looks = 0

        def __bool__(self):
            self.looks += 1
            return self.looks == 60  # in the middle of the second step

    signals = SignalLater()
    out = tmp_path / "stopped"
    with monkeypatch.context() as patch:
        patch.setattr(loop, "caught_signals", lambda: nullcontext(signals))
        assert tour_page("digits", out, steps=TWO) is None
    assert "nothing is lost" in capsys.readouterr().err
    assert not (out / "report.html").exists()
    assert Run.open(out / "digits-perceptron").summary()
    assert not Run.open(out / "digits-mlp").summary()
    assert tour_page("digits", out, steps=TWO) == out / "report.html"
    assert "trained already" in capsys.readouterr().err
    again = weights_of(out)
    assert again == {name: weights_of(finished)[name] for name in again}


def test_unknown_data_is_refused_before_training(tmp_path):
    with pytest.raises(UserError, match=r"no data set 'mnits'.*did you mean 'mnist'"):
        tour_page("mnits", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_other_data_takes_the_same_models(tmp_path, data_folder, monkeypatch):
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))
    steps = [step._replace(changes=(("steps", 2),)) for step in OTHERS]
    page = tour_page("usps", tmp_path / "out", steps=steps)
    assert page is not None
    assert "--data usps" in page.read_text("utf-8")
    for step in OTHERS:
        config = json.loads((tmp_path / "out" / step.recipe / "config.json").read_text())
        assert config["options"]["data"] == "usps"
        assert config["info"]["shape"] == [1, 16, 16]
