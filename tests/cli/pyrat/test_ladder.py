"""`gradatim pyrat ladder`."""

import json

import pytest

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


FAILS = """
from pyrat import Player

class Fails(Player):
    def turn(self, maze, state):
        raise ValueError("[/red]")
"""


def test_the_first_error_of_a_player_is_printed_as_it_is(capsys, tmp_path):
    pytest.importorskip("pyrat")
    file = tmp_path / "fails.py"
    file.write_text(FAILS)
    words = ["pyrat", "ladder", str(file), "--games", "2", "--out", str(tmp_path)]
    text = printed(capsys, *words, "--boards", "lab", "--opponents", "greedy")
    assert "first failed with: ValueError: [/red] in line 6" in " ".join(text.split())
