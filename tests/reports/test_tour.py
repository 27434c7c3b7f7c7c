"""The page of a tour: its table, and a section for every kind of model."""

import re

import pytest

from gradatim.reports.tour import write_tour
from gradatim.training import Run

IDEAS = {"MLP": "Hidden layers.", "ConvNet": "Shared weights.", "GPT": "Only what comes before."}


@pytest.fixture
def tour(runs, train, tmp_path):
    text = tmp_path / "own.txt"
    text.write_text("The rat eats the cheese. The python sleeps in the maze.\n" * 150)
    tiny = {"width": 16, "n_layers": 1, "n_heads": 2, "context": 16, "steps": 1, "vocabulary": 300}
    folders = {
        "MLP": runs["quick"],
        "ConvNet": runs["convnet"],
        "GPT": train("gpt", "text-gpt", **tiny, text=str(text)),
    }
    return {title: Run.open(folder) for title, folder in folders.items()}


def test_each_task_has_its_own_metric_in_the_table_and_its_own_sections(tour, tmp_path, capsys):
    page = write_tour(tour, IDEAS, "gradatim tour --seed 1", tmp_path / "out")
    assert page == tmp_path / "out" / "report.html"
    html = page.read_text("utf-8")
    metrics = {title: run.summary()["metrics"] for title, run in tour.items()}
    assert f"accuracy {100 * metrics['MLP']['accuracy']:.2f} %" in html
    assert f"perplexity {metrics['GPT']['perplexity']:.4g}" in html
    assert re.findall("<h1>(.*?)</h1>", html) == ["From the MLP to GPT"]
    assert re.findall("<h2>(.*?)</h2>", html) == [
        "Results",
        "Learning curves",
        "Confusion matrices",
        "Weights of the first layers",
        "Feature maps by depth",
        "Most confident mistakes",
        "GPT",
        "Generated text",
    ]
    for title, idea in IDEAS.items():
        assert f"<dt>{title}</dt><dd>{idea}</dd>" in html
    assert "<code>gradatim tour --seed 1</code>" in html
    assert f"gradatim report {tour['GPT'].folder}" in html
    printed = capsys.readouterr().out
    assert all(title in printed for title in IDEAS)
