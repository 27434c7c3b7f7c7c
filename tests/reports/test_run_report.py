"""Reports: of a run, of a run that is not finished, and of several side by side."""

import csv
import io
import re
import shutil
from base64 import b64decode

import pytest
from rich.console import Console

from gradatim.errors import UserError
from gradatim.recipes.registry import get
from gradatim.reports import images, run_report
from gradatim.reports.run_report import write_comparison, write_report
from gradatim.training import Run

TINY_GPT = {"width": 16, "n_layers": 1, "n_heads": 2, "context": 16, "steps": 1, "vocabulary": 300}


def own_text(folder):
    path = folder / "own.txt"
    path.write_text("The rat eats the cheese. The python sleeps in the maze.\n" * 150)
    return path


def printed(table) -> str:
    console = Console(file=io.StringIO(), width=200)
    console.print(table)
    return console.file.getvalue()


def test_report_shows_results_mistakes_kernels_maps_and_settings(runs):
    path = write_report(runs["convnet"])
    assert path == runs["convnet"] / "report.html"
    html = path.read_text("utf-8")
    summary = Run.open(runs["convnet"]).summary()
    assert f"{100 * summary['metrics']['accuracy']:.2f} %" in html
    n_right = round(360 * summary["metrics"]["accuracy"])
    assert f"{n_right} of 360 test images" in html
    for title in ("Learning curves", "Most confident mistakes", "Weights of the first layer"):
        assert f"<h2>{title}</h2>" in html
    sizes = ", ".join(map(str, get("digits-convnet").model.kernel_sizes))
    assert f"<dt>kernel sizes</dt><dd>{sizes}</dd>" in html
    assert summary["energy"]["source"] in html


def test_report_has_contents_folded_options_and_files_to_take_away(runs):
    html = write_report(runs["convnet"]).read_text("utf-8")
    for number, title in re.findall(r'href="#part-(\d+)">(.*?)</a>', html):
        assert f'<section id="part-{number}"><h2>{title}</h2>' in html
    shown, _, folded = html.partition("<h2>Options and versions</h2>")[2].partition("<details>")
    assert "<dt>epochs</dt><dd>2</dd>" in shown
    assert "<dt>kernel sizes</dt>" in folded
    assert '<a href="model.safetensors" download>' in html
    table = b64decode(re.search(r"data:text/csv;base64,([^\"]+)", html)[1]).decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [float(row["step"]) for row in rows] == [
        row["step"] for row in Run.open(runs["convnet"]).metrics()
    ]


def test_report_of_an_mlp_has_no_feature_maps(runs):
    html = write_report(runs["quick"]).read_text("utf-8")
    assert "Feature maps" not in html
    assert "first layer" in html


def test_report_without_the_data_says_so_and_shows_the_rest(runs, monkeypatch):
    def missing(*_, **__):
        raise UserError("the data is gone: put it there.")

    monkeypatch.setattr(images, "load", missing)
    html = write_report(runs["convnet"]).read_text("utf-8")
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
    html = write_report(run.folder).read_text("utf-8")
    assert "Not finished: so far 7 steps in 1.5 s." in html
    assert "holds no weights yet" in html


def test_report_of_nothing_is_refused_in_words(tmp_path):
    with pytest.raises(UserError, match="not a run folder"):
        write_report(tmp_path)
    Run.create(tmp_path / "new", "digits-mlp", {})
    with pytest.raises(UserError, match="has measured nothing yet"):
        write_report(tmp_path / "new")


def test_comparison_has_a_row_a_run_and_names_what_differs(runs, tmp_path):
    table = write_comparison([runs["quick"], runs["slow"]], tmp_path / "compare.html")
    text = printed(table)
    for name in ("quick", "slow"):
        accuracy = Run.open(runs[name]).summary()["metrics"]["accuracy"]
        (row,) = [line for line in text.splitlines() if line.startswith(f"{name}  ")]
        assert f"{100 * accuracy:.2f} %" in row
        assert "6,570" in row
    html = (tmp_path / "compare.html").read_text("utf-8")
    assert "of the same 360 test examples" in " ".join(text.split())
    assert html.count("exact test, p =") == 1
    differs = html[html.index("What differs") :]
    assert "learning rate" in differs
    assert "0.02" in differs
    assert "batch size" not in differs


def test_comparison_shows_dashes_for_a_run_that_is_not_finished(runs, tmp_path):
    run = Run.create(tmp_path / "young", "digits-mlp", {"seed": 0})
    text = printed(write_comparison([runs["quick"], run.folder], tmp_path / "compare.html"))
    (row,) = [line for line in text.splitlines() if "young" in line]
    assert row.split()[1:] == ["–"] * 5


def test_the_terminal_shows_common_metrics_and_the_page_all(runs, train, tmp_path):
    other = train("gpt", "text-gpt", **TINY_GPT, text=str(own_text(tmp_path)))
    text = printed(write_comparison([runs["quick"], other], tmp_path / "compare.html"))
    assert "loss" in text
    assert "perplexity" not in text
    html = (tmp_path / "compare.html").read_text("utf-8")
    for metric in ("accuracy", "perplexity"):
        assert f'scope="col" class="number">{metric}</th>' in html


def test_runs_of_the_same_name_are_told_apart(runs, tmp_path):
    for parent in ("a", "b"):
        Run.create(tmp_path / parent / "run", "digits-mlp", {})
    folders = [tmp_path / "a" / "run", tmp_path / "b" / "run", runs["quick"]]
    text = printed(write_comparison(folders, tmp_path / "compare.html"))
    assert "a/run" in text
    assert "b/run" in text


def test_runs_with_the_same_options_are_said_to_have_them(runs, tmp_path):
    folders = [runs["quick"], tmp_path / "again"]
    shutil.copytree(*folders)
    write_comparison(folders, tmp_path / "compare.html")
    html = (tmp_path / "compare.html").read_text("utf-8")
    assert "The runs have the same options, the seed included" in html


def test_a_report_ends_with_the_command_that_repeats_the_run(runs):
    html = write_report(runs["quick"]).read_text("utf-8")
    command = "gradatim train digits-mlp --epochs 2.0 --learning-rate 0.02 --device cpu"
    assert f"<footer><p><code>{command}</code> repeats this run.</p></footer>" in html


def test_comparing_one_run_is_refused(runs, tmp_path):
    with pytest.raises(UserError, match="at least two run folders"):
        write_comparison([runs["quick"]], tmp_path / "compare.html")


def test_numbers_of_long_and_costly_runs_stay_readable():
    summary = {"seconds": 7200.0, "energy": {"joules": 7.2e6, "source": "measured"}}
    assert run_report.seconds_of(summary) == "2.0 h"
    assert run_report.seconds_of({"seconds": 300.0}) == "5.0 min"
    assert run_report.energy_of(summary) == "2 kWh"
    guessed = {"energy": {"joules": 70.0, "source": "estimated (7 W per busy core)"}}
    assert run_report.energy_of(guessed) == "≈ 70 J"
