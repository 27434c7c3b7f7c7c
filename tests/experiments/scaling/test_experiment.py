"""`gradatim scaling`, made small: runs, prediction before the larger run, page; nothing twice."""

import json

from gradatim.cli.language.scaling import scaling_
from gradatim.experiments.scaling import experiment
from gradatim.recipes.runs import open_run


def test_the_prediction_is_written_before_the_larger_run(tmp_path, monkeypatch, capsys):
    words = ["rat", "cat", "dog", "cheese", "garden", "house", "tree", "lake"]
    lines = [f"The {a} saw the {b} near the {c}." for a in words for b in words for c in words]
    (tmp_path / "own.txt").write_text("\n".join(lines))
    for name, value in {
        "WIDTHS": (8, 12),
        "STEPS": (2, 4, 8),
        "LARGE_WIDTH": 16,
        "LARGE_STEPS": 12,
        "DIET_WIDTH": 8,
        "FRACTIONS": (0.1, 1.0),
        "CONTEXT": 16,
        "BATCH": 4,
    }.items():
        monkeypatch.setattr(experiment, name, value)
    scaling_(text=str(tmp_path / "own.txt"), out=tmp_path / "out")
    printed = " ".join(capsys.readouterr().out.split())
    expected = json.loads((tmp_path / "out" / "prediction.json").read_text())
    assert f"will reach {expected['loss']:.4f} bits per byte" in printed
    large = tmp_path / "out" / "16-wide-12-steps-100-percent"
    assert (tmp_path / "out" / "prediction.json").stat().st_mtime_ns < (
        (large / "config.json").stat().st_mtime_ns
    )
    assert open_run(large)[1].config.width == 16
    page = (tmp_path / "out" / "scaling.html").read_text("utf-8")
    assert "Bits per byte against operations" in page
    assert "Bits per byte against the fraction of the text" in page
    assert f"{expected['loss']:.4f}" in page
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("summary.json")}
    assert len(before) == 6 + 1 + 2 - 1  # the diet's whole text is a run of the law
    scaling_(text=str(tmp_path / "own.txt"), out=tmp_path / "out")
    assert before == {p: p.stat().st_mtime_ns for p in tmp_path.rglob("summary.json")}
