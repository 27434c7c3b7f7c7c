"""Mazes, starts, cheese and rules against the installed official game, driven by hypothesis."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from gradatim.pyrat import official_game, preset
from gradatim.pyrat.game.generators import GENERATORS
from gradatim.pyrat.game.official import Game
from gradatim.pyrat.game.presets import NAMED_STARTS, PRESETS, Preset

pytest.importorskip("pyrat", reason="the official game is not installed: gradatim[pyrat]")
from gradatim.pyrat.interop.reference_referee import referee_game

percent = st.sampled_from([0.0, 100.0]) | st.floats(0, 100)


@st.composite
def any_preset(draw, largest=14):
    width, height = draw(st.integers(2, largest)), draw(st.integers(2, largest))
    least = np.ceil(300 / (width * height))  # three cells: two players and one piece of cheese
    cells = draw(st.just(100.0) | st.floats(min(least, 100), 100))
    n_cells = int(width * height * cells / 100)
    low = draw(st.integers(2, 4))
    return Preset(
        width=width,
        height=height,
        cells=cells,
        walls=draw(percent),
        mud=draw(percent),
        mud_range=(low, draw(st.integers(low, 9))),
        generator=draw(st.sampled_from(sorted(GENERATORS))),
        cheese=draw(st.integers(1, max(1, n_cells - 2))),
        starts=(
            draw(st.sampled_from([name for name in NAMED_STARTS if name != "same"])),
            draw(st.sampled_from(NAMED_STARTS)),
        ),
    )


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
