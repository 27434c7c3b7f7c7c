"""`gradatim predict` for many files: a line each, the next two, what could not be read."""

import csv
import io
import json

import numpy as np
import pytest
from PIL import Image

from gradatim.cli import main
from gradatim.data import load


@pytest.fixture
def digits(tmp_path):
    """A folder of 70 digits, more than a batch, and one file that is not an image."""
    images = load("digits", "test").images
    (tmp_path / "digits").mkdir()
    for i in range(70):
        Image.fromarray(np.asarray(images[i, 0])).save(tmp_path / "digits" / f"{i:03}.png")
    (tmp_path / "digits" / "bad.png").write_bytes(b"no image")
    return tmp_path / "digits"


def test_answers_of_a_folder_are_lines_of_a_table(run, digits, tmp_path, capsys):
    out = tmp_path / "answers.csv"
    with pytest.raises(SystemExit) as end:  # as cat ends where one of its files is not there
        main(["predict", str(run), str(digits), "--out", str(out)])
    assert end.value.code == 1
    with out.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows] == [str(digits / f"{i:03}.png") for i in range(70)]
    for row in rows:
        three = [float(row[name]) for name in ("probability", "second_probability")]
        assert three == sorted(three, reverse=True)
        assert len({row["class"], row["second"], row["third"]}) == 3
    right = [row["class"] == str(int(n)) for row, n in zip(rows, load("digits", "test").labels)]  # noqa: B905
    assert sum(right) > 60
    captured = capsys.readouterr()
    assert "70 answers" in captured.out
    assert "1 file could not be read" in captured.err
    assert "bad.png" in captured.err


def test_names_come_from_a_table_or_from_the_input_and_go_out_as_json(
    run, digits, tmp_path, capsys, monkeypatch
):
    (tmp_path / "list.csv").write_text("file,mine\ndigits/000.png,a\ndigits/bad.png,b\n")
    with pytest.raises(SystemExit) as end:
        main(["predict", str(run), str(tmp_path / "list.csv"), "--json"])
    assert end.value.code == 1
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["class"]
    assert len(first["next"]) == 2
    assert "bad.png" in second["error"]
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{digits / '001.png'}\n{digits / '002.png'}\n"))
    main(["predict", str(run), "-", "--json"])
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_wrong_inputs_are_one_sentence(run, digits, tmp_path, fails):
    assert "bad.png" in fails("predict", str(run), str(digits / "bad.png"))
    out, both = tmp_path / "none.csv", [str(digits / name) for name in ("bad.png", "gone.png")]
    said = fails("predict", str(run), *both, "--out", str(out))
    assert "none of 2 inputs can be read" in said
    assert all(file in said for file in both)
    assert not out.exists()
    assert "no file that can be read" in fails("predict", str(run), str(run))
    assert "is a folder" in fails("predict", str(run), str(digits), "--out", str(tmp_path))
    table = tmp_path / "mine.csv"
    table.write_text("file\n" + "\n".join(map(str, sorted(digits.iterdir()))))
    before = table.read_text()
    said = fails("predict", str(run), str(table), "--out", str(table))
    assert "did not write" in said
    assert table.read_text() == before
    assert "needs FILES, one or several" in fails("predict", str(run))


def test_a_table_that_cannot_be_read_leaves_the_others_their_answers(tmp_path, capsys, fails):
    rows = "".join(f"{i / 40},{'high' if i > 20 else 'low'}\n" for i in range(40))
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("size,kind\n" + rows)
    table, run = str(tmp_path / "a.csv"), str(tmp_path / "run")
    main(["train", "table-mlp", "--data", table, "--target", "kind", "--steps", "5", "--out", run])
    image = tmp_path / "image.png"
    Image.new("RGB", (8, 8), "red").save(image)
    assert f"{image} is not a table: give a CSV or TSV file." in fails("predict", run, str(image))
    capsys.readouterr()
    with pytest.raises(SystemExit) as end:
        main(["predict", run, table, str(image), str(tmp_path / "b.csv"), "--json"])
    assert end.value.code == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["file"] for line in lines[:-1] if line["file"].endswith(":2")] == [
        f"{table}:2",
        f"{tmp_path / 'b.csv'}:2",
    ]
    assert len(lines) == 81
    assert "is not a table" in lines[-1]["error"]
