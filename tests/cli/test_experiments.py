"""`gradatim energy, robustness, explain, bias`: tables printed, pages written."""

import pytest

from gradatim.cli import main


@pytest.mark.parametrize("command", ["energy", "robustness"])
def test_the_tables_are_printed_and_the_page_is_written(command, run, tmp_path, capsys):
    words = ["--images", "20"] if command == "robustness" else ["--grid", "france"]
    page = tmp_path / "page.html"
    main([command, str(run), *words, "--out", str(page)])
    printed = capsys.readouterr().out
    assert "Page:" in printed
    assert ("mg CO2 (france)" if command == "energy" else "noise") in " ".join(printed.split())
    table, _ = printed.split("Page:")
    assert "\nrun " in table  # the name of the folder, without its parents
    assert str(run.parent) not in table
    assert f"<code>gradatim {command} {run} {' '.join(words)}</code>" in page.read_text("utf-8")


def test_explain_writes_into_the_run_folder(run, capsys):
    main(["explain", str(run)])
    assert (run / "explain.html").is_file()
    assert "explain.html" in "".join(capsys.readouterr().out.split())


@pytest.mark.usefixtures("data_folder")
def test_bias_audits_a_census_network_by_group(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    main(["train", "adult-mlp", "--steps", "20", "--out", "adult"])
    main(["bias", "adult", "--by", "sex"])
    printed = capsys.readouterr().out
    assert "By sex: a selection-rate gap of" in " ".join(printed.split())
    assert (tmp_path / "bias.html").is_file()
