"""Reports: of a run, of a run that is not finished, and of several side by side."""

import io

import pytest
import torch
from rich.console import Console

from gradatim.errors import UserError
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.recipes.runs import start
from gradatim.reports import images, run_report
from gradatim.reports.images import Look, confusion_counts, mistakes_figure
from gradatim.training import Run, RuntimeOptions

CPU = RuntimeOptions(device="cpu")


def train(folder, name, **options):
    run, _ = start(name, change(name, get(name), options), folder, options=CPU, show=False)
    return run.folder


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """A trained ConvNet and two MLPs with different learning rates."""
    parent = tmp_path_factory.mktemp("runs")
    return {
        "convnet": train(parent / "convnet", "digits-convnet", epochs=2.0),
        "quick": train(parent / "quick", "digits-mlp", epochs=2.0, learning_rate=0.02),
        "slow": train(parent / "slow", "digits-mlp", epochs=2.0, learning_rate=0.001),
    }


def printed(table) -> str:
    console = Console(file=io.StringIO(), width=200)
    console.print(table)
    return console.file.getvalue()


def test_report_shows_results_mistakes_kernels_maps_and_settings(runs):
    path = run_report.report(runs["convnet"])
    assert path == runs["convnet"] / "report.html"
    html = path.read_text("utf-8")
    summary = Run.open(runs["convnet"]).summary()
    assert f"{100 * summary['metrics']['accuracy']:.2f} %" in html
    n_right = round(360 * summary["metrics"]["accuracy"])
    assert f"{n_right} of 360 test images" in html
    for words in ("Learning curves", "Mistakes", "first layer", "Feature maps", "kernel sizes"):
        assert words in html
    assert summary["energy"]["source"] in html


def test_report_of_an_mlp_has_no_feature_maps(runs):
    html = run_report.report(runs["quick"]).read_text("utf-8")
    assert "Feature maps" not in html
    assert "first layer" in html


def test_report_without_the_data_says_so_and_shows_the_rest(runs, monkeypatch):
    def missing(*_, **__):
        raise UserError("the data is gone: put it there.")

    monkeypatch.setattr(images, "load", missing)
    html = run_report.report(runs["convnet"]).read_text("utf-8")
    assert "the data is gone: put it there." in html
    assert "Learning curves" in html


def test_report_of_an_unfinished_run_shows_it_so_far(tmp_path):
    info = {
        "data": "digits",
        "shape": [1, 8, 8],
        "classes": list("0123456789"),
        "mean": [0.3],
        "std": [0.4],
    }
    run = Run.create(tmp_path / "run", "digits-mlp", {"seed": 0}, info=info)
    row = {"step": 7, "epoch": 0.3, "seconds": 1.5, "kind": "train", "loss": 2.0, "accuracy": 0.1}
    run.log(row)
    html = run_report.report(run.folder).read_text("utf-8")
    assert "Not finished: so far 7 steps in 1.5 s." in html
    assert "holds no weights yet" in html


def test_report_of_nothing_is_refused_in_words(tmp_path):
    with pytest.raises(UserError, match="not a run folder"):
        run_report.report(tmp_path)
    Run.create(tmp_path / "new", "digits-mlp", {})
    with pytest.raises(UserError, match="has measured nothing yet"):
        run_report.report(tmp_path / "new")


def test_comparison_has_a_row_a_run_and_names_what_differs(runs, tmp_path):
    table = run_report.compare([runs["quick"], runs["slow"]], tmp_path / "compare.html")
    text = printed(table)
    for name in ("quick", "slow"):
        accuracy = Run.open(runs[name]).summary()["metrics"]["accuracy"]
        (row,) = [line for line in text.splitlines() if name in line]
        assert f"{100 * accuracy:.2f} %" in row
        assert "6,570" in row
    html = (tmp_path / "compare.html").read_text("utf-8")
    differs = html[html.index("What differs") :]
    assert "learning rate" in differs
    assert "0.02" in differs
    assert "batch size" not in differs


def test_comparison_shows_dashes_for_a_run_that_is_not_finished(runs, tmp_path):
    run = Run.create(tmp_path / "young", "digits-mlp", {"seed": 0})
    text = printed(run_report.compare([runs["quick"], run.folder], tmp_path / "compare.html"))
    (row,) = [line for line in text.splitlines() if "young" in line]
    assert row.split()[1:] == ["–"] * 5


def test_runs_of_the_same_name_are_told_apart(runs, tmp_path):
    for parent in ("a", "b"):
        Run.create(tmp_path / parent / "run", "digits-mlp", {})
    folders = [tmp_path / "a" / "run", tmp_path / "b" / "run", runs["quick"]]
    text = printed(run_report.compare(folders, tmp_path / "compare.html"))
    assert "a/run" in text
    assert "b/run" in text


def test_comparing_one_run_is_refused(runs, tmp_path):
    with pytest.raises(UserError, match="at least two run folders"):
        run_report.compare([runs["quick"]], tmp_path / "compare.html")


def test_confusion_counts_equal_scikit_learns():
    from sklearn.metrics import confusion_matrix

    truth, answers = torch.randint(0, 5, (200,)), torch.randint(0, 5, (200,))
    ours = confusion_counts(truth, answers, 5)
    assert ours.tolist() == confusion_matrix(truth, answers, labels=range(5)).tolist()


def test_surest_mistakes_come_first_and_a_perfect_network_has_none(runs):
    look = images.look_at("", runs["slow"])
    wrong = (look.answers != look.test.labels).sum().item()
    accuracy = Run.open(runs["slow"]).summary()["metrics"]["accuracy"]
    assert wrong == round(360 * (1 - accuracy))
    svg = mistakes_figure(look, 3)
    sure, answers = look.shares.max(1)
    order = sure.where(answers != look.test.labels, torch.tensor(-1.0)).argsort(descending=True)
    first = f"{look.test.labels[order[0]]} → {answers[order[0]]}"
    assert first in svg
    assert svg.count("<image") == 3
    perfect = torch.eye(10)[look.test.labels]
    assert mistakes_figure(Look("", look.model, look.test, look.mean, look.std, perfect), 3) == ""


def test_numbers_of_long_and_costly_runs_stay_readable():
    summary = {"seconds": 7200.0, "energy": {"joules": 7.2e6, "source": "measured"}}
    assert run_report._seconds(summary) == "2.0 h"
    assert run_report._seconds({"seconds": 300.0}) == "5.0 min"
    assert run_report._energy(summary) == "2 kWh"
