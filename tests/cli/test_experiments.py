"""Mistakes on the command line of chapters 6 and 9 are one line and exit code 2."""

import pytest

from gradatim.cli import main


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["critique", "enrgy"], "did you mean 'energy'?"),
        (["critique", "energy", "--seeds", "0"], "0 seeds: give at least 1."),
        (["beyond", "brest"], "did you mean 'breast'?"),
        (["robustness"], "give at least one run folder"),
        (["energy"], "give at least one run folder"),
        (["energy", "somewhere", "--grid", "frence"], "did you mean 'france'?"),
        (["explain", "nowhere"], "is not a run folder"),
    ],
)
def test_a_mistake_is_one_line(words, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.err.count("\n") == 1
    assert not list(tmp_path.iterdir())
