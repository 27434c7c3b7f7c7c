"""The command that writes the book."""

import pytest

from gradatim.web.book.__main__ import main


@pytest.mark.parametrize("arguments", [["--help"], ["--out", "site"]])
def test_a_word_with_a_dash_is_no_folder(arguments, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main(arguments)
    assert not list(tmp_path.iterdir())
    assert "folder" in "".join(capsys.readouterr())
