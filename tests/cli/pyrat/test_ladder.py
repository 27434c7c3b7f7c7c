"""`gradatim pyrat ladder`."""

import json

from tests.cli.pyrat.helpers import printed


def test_the_ladder_prints_a_rating_and_writes_a_page(capsys, tmp_path):
    words = ["pyrat", "ladder", "planner", "--games", "4", "--out", str(tmp_path)]
    words += ["--boards", "lab", "default", "--opponents", "random", "greedy"]
    text = printed(capsys, *words, "--leaderboard", str(tmp_path / "class.json"))
    assert "Elo points" in text
    assert "planner" in text
    page = (tmp_path / "planner.html").read_text(encoding="utf-8")
    assert page.count('class="game"') == 2
    row = json.loads(printed(capsys, *words, "--json"))
    assert row["page"].endswith("planner.html")
    assert row["rating"]["low"] < row["rating"]["value"] < row["rating"]["high"]
