"""`gradatim pyrat export, explain`."""

import json

import pytest

from tests.cli.pyrat.helpers import SMALL, printed


@pytest.mark.parametrize("run", ["champion", "search", "search:champion-1"])
def test_export_writes_a_player_that_the_arena_plays(run, tmp_path, capsys):
    pytest.importorskip("pyrat")
    text = printed(capsys, "pyrat", "export", run, str(tmp_path / "mine"))
    assert "player.py" in text
    words = ["pyrat", "match", str(tmp_path / "mine" / "player.py"), "random", "--preset", "lab"]
    result = json.loads(printed(capsys, *words, "--games", "2", "--json"))
    assert result["wins"] == 2
    assert result["errors"] == [0, 0]
    assert result["misses"] == [0, 0] or run != "champion"  # a search may be late on a busy machine


def test_explain_writes_a_page(tmp_path, capsys):
    words = ["pyrat", "explain", "champion", "--preset", "lab", *SMALL, "--turns", "1", "2"]
    assert "Page" in printed(capsys, *words, "--out", str(tmp_path / "page.html"))
    text = (tmp_path / "page.html").read_text("utf-8")
    assert "champion against greedy" in text
    assert "<h2>Turn 2</h2>" in text
