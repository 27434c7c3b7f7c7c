"""The overlay of exact play: the values of moves, and when an ending is small enough."""

import numpy as np
import pytest

from gradatim.views import load


def test_the_value_of_moves_on_a_small_board():
    engine = load("pyrat_match")(overlay="exact", width=5, height=5, cheese=4, mud=0, seed=3)
    while not engine.finished():
        frame = engine.snapshot()
        moves, chances = frame["moves"], frame["chances"]
        there = np.isfinite(moves)
        assert chances.sum() == pytest.approx(1)
        assert not chances[~there].any()
        # Exact play gets the value of the position, and no move gets more.
        assert np.nanmax(moves) == pytest.approx(frame["value"], abs=1e-4)
        assert moves[there] @ chances[there] == pytest.approx(frame["value"], abs=1e-4)
        engine.set("perspective", "python")
        assert engine.snapshot()["value"] == pytest.approx(1 - frame["value"], abs=1e-4)
        engine.set("perspective", "rat")
        engine.step(1)
    assert "value" not in engine.snapshot()


def test_a_large_board_is_solved_when_few_pieces_are_left():
    engine = load("pyrat_match")(overlay="exact", cheese=7, mud=0)
    first = engine.snapshot()
    assert "moves" not in first
    assert 1 <= first["solvable"] < 7
    while not engine.finished() and engine.games.state.cheese_left[0] > first["solvable"]:
        engine.step(1)
    solved = engine.snapshot()
    assert engine.finished() or np.isfinite(solved["value"])


def test_going_back_to_more_pieces_than_were_solved():
    engine = load("pyrat_match")(overlay="exact", width=5, height=5, cheese=5, mud=0, seed=1)
    engine.snapshot()
    engine.set("overlay", "none")
    engine.step(6)
    engine.solution = None
    engine.set("overlay", "exact")
    engine.snapshot()
    engine.rewind(6)
    assert np.isfinite(engine.snapshot()["value"])
