"""`gradatim pyrat solve, exactness-of`."""

import json

import pytest

from tests.cli.pyrat.helpers import SMALL, printed


def test_a_board_is_solved_as_json_and_as_a_drawing(capsys):
    words = ["pyrat", "solve", "--width", "4", "--height", "4", "--cheese", "3", "--seed", "1"]
    found = json.loads(printed(capsys, *words, "--json"))
    assert 0 <= found["value"] <= 1
    assert sum(found["strategy"]["rat"].values()) == pytest.approx(1, abs=1e-4)
    assert next(turn["cheese_left"] for turn in found["best_line"]) == 3
    text = printed(capsys, *words)
    assert f"value {found['value']:.4f}" in text
    assert "cheese left" in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_exactness_is_printed(capsys):
    words = ["pyrat", "exactness-of", "greedy", "--boards", "4", *SMALL[:4], "--cheese", "2"]
    found = json.loads(printed(capsys, *words, "--json"))
    assert found["games"] == 8
    assert found["points_lost_per_100_games"]["value"] >= -0.01
    assert "points lost in 100 games" in printed(capsys, *words)
