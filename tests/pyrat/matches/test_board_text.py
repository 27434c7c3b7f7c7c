"""The board in characters and in pixels."""

import pytest

from gradatim.pyrat import preset
from gradatim.pyrat.matches.board_text import background, board_at, board_text, draw
from gradatim.pyrat.matches.player_specs import Contestant
from gradatim.pyrat.matches.recording import record
from gradatim.pyrat.registry import PLAYERS

pyrat = pytest.importorskip("pyrat")

SMALL = preset("default", width=9, height=8, cheese=9)


def game_of(first="planner", second="greedy", kind=SMALL, seed=0):
    return record(
        Contestant(first, PLAYERS[first]), Contestant(second, PLAYERS[second]), kind, seed
    )


def test_board_shows_every_piece_of_cheese_and_both_players():
    recording = game_of()
    history = recording.replay()
    text = board_text(recording.maze, board_at(history, 3))
    assert text.count("o") >= history.cheese[3].sum() - 2
    assert ("R" in text and "P" in text) or "X" in text
    for size in (1, 2, 3, 4):
        empty = background(recording.maze, size)
        image = draw(empty, recording.maze, board_at(history, 0), size)
        assert image.shape == (8 * (size + 1) + 1, 9 * (size + 1) + 1, 3)
        assert (image != empty).any()
