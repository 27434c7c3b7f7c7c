"""`gradatim predict, compare, report`: what they print."""

import shutil

import numpy as np
from PIL import Image

from gradatim.cli import main
from gradatim.data import load


def save_digit(path, i=0):
    Image.fromarray(np.asarray(load("digits", "test").images[i, 0])).save(path)


def test_predict_prints_a_row_per_file_with_probabilities(
    run, tmp_path, monkeypatch, capsys, fails
):
    monkeypatch.setenv("COLUMNS", "200")
    for i in range(3):
        save_digit(tmp_path / f"{i}.png", i)
    main(["predict", str(run), str(tmp_path)])
    rows = [line for line in capsys.readouterr().out.splitlines() if ".png" in line]
    assert len(rows) == 3
    assert all(row.count(" %") == 3 for row in rows)
    (tmp_path / "broken.png").write_bytes(b"no image")
    assert "broken.png" in fails("predict", str(run), str(tmp_path / "broken.png"))


def test_names_with_brackets_are_printed_as_they_are(run, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    shutil.copytree(run, tmp_path / "[x]")
    shutil.copytree(run, tmp_path / "[bold]")
    save_digit(tmp_path / "[red].png")
    main(["predict", "[x]", "[red].png"])
    main(["compare", "[x]", "[bold]", "--out", "[c].html"])
    main(["report", "[x]"])
    printed = capsys.readouterr().out
    for name in ("[x]", "[red].png", "[bold]", "[c].html", "Report: [x]/report.html"):
        assert name in printed
