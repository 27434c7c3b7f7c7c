"""The report of a run that plays: intervals of the games won, one curve an opponent."""

import pytest

from gradatim.files import write_json
from gradatim.reports import run_report
from gradatim.reports.pyrat import evaluation_sections, evaluation_summary, won
from gradatim.stats import fraction
from gradatim.training import Run


def row(step, wins, **others):
    metrics = {}
    for pair, value in wins.items():
        interval = fraction(400 * value, 400)
        names = (f"{pair} wins", f"{pair} wins low", f"{pair} wins high")
        metrics |= dict(zip(names, interval, strict=True))
    return {"step": step, "epoch": step / 100, "seconds": 1.0 * step, **metrics, "loss": 0.5}


@pytest.fixture
def run(tmp_path):
    made = Run.create(
        tmp_path / "run", "pyrat-dqn", {"seed": 0, "eval_games": 40, "final_eval_games": 400}
    )
    last = {"lab/greedy": 0.75, "lab/planner": 0.25}
    made.log({**row(100, {"lab/greedy": 0.25, "lab/planner": 0.0}), "kind": "evaluate"})
    made.log({**row(200, last), "kind": "evaluate"})
    made.log({"step": 200, "epoch": 2.0, "seconds": 200.0, "kind": "train", "loss": 0.4})
    summary = {"parameters": 7, "seconds": 200.0, "device": "cpu", "steps": 200}
    energy = {"joules": 1.0, "source": "a meter"}
    metrics = row(200, last)
    for key in ("step", "epoch", "seconds"):
        del metrics[key]
    write_json(made.folder / "summary.json", {**summary, "energy": energy, "metrics": metrics})
    return made


def test_intervals_are_those_that_were_measured(run):
    found = won(run.summary()["metrics"])
    assert found[("lab", "greedy")] == fraction(300, 400)
    assert list(found) == [("lab", "greedy"), ("lab", "planner")]
    assert won({"loss": 1.0, "default/greedy score": 0.5}) == {}
    assert list(won({"my-board/runs/mine wins": 0.5})) == [("my-board", "runs/mine")]


def test_report_shows_the_evaluation(run):
    text = run_report.write_report(run.folder).read_text("utf-8")
    wanted = fraction(300, 400)
    words = f"Wins 75.0% [{wanted.low:.1%}, {wanted.high:.1%}] against greedy on lab"
    assert words in text
    assert "Games won against the evaluation opponents" in text
    assert "games won against step: greedy, planner" in text
    assert f"{wanted.low:.1%} to {wanted.high:.1%}" in text


def test_other_runs_have_no_matches(tmp_path):
    made = Run.create(tmp_path / "run", "digits-mlp", {"seed": 0})
    made.log({"step": 1, "epoch": 1.0, "seconds": 1.0, "kind": "evaluate", "loss": 1.0})
    assert evaluation_sections(made) == []
    assert evaluation_summary(made) == ""


def test_comparison_keeps_the_games_won_only(run):
    header, rows = run_report.results({"a": run})
    assert "lab/greedy wins" in header
    assert rows[0][header.index("lab/greedy wins")] == "0.75"
