"""Mazes, starts, cheese and rules against the installed official game, driven by hypothesis."""

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from gradatim.pyrat import official_game, preset
from gradatim.pyrat.game.official import Game
from gradatim.pyrat.game.presets import PRESETS

pytest.importorskip("pyrat", reason="the official game is not installed: gradatim[pyrat]")
from gradatim.pyrat.interop.reference_referee import referee_game
from tests.pyrat.game.any_preset import any_preset


def assert_same_game(ours: Game, theirs: Game) -> None:
    a, b = ours.maze.as_dict(), theirs.maze.as_dict()
    assert list(a) == list(b), "order of cells"
    assert [list(a[cell].items()) for cell in a] == [list(b[cell].items()) for cell in b]
    assert ours.starts == theirs.starts
    assert ours.cheese == theirs.cheese


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_draws_the_official_game(name):
    for seed in (0, 2**62 + 1):
        assert_same_game(official_game(preset(name), seed), referee_game(preset(name), seed))


@budget(max_examples=200, deadline=None, derandomize=True)
@given(any_preset(), st.integers(0, 2**63 - 2))
def test_any_preset_draws_the_official_game(kind, seed):
    assert_same_game(official_game(kind, seed), referee_game(kind, seed))
