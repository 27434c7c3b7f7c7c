"""Points lost to exact play: none by exact play, and as many as the results say."""

import numpy as np
import pytest

from gradatim.errors import UserError
from gradatim.pyrat import preset
from gradatim.pyrat.matches.exactness import exactness
from gradatim.pyrat.matches.player_specs import Contestant
from gradatim.pyrat.registry import PLAYERS

TINY = preset("course", width=4, height=4, cheese=3)


def measure(name, n_boards=20, kind=TINY):
    player = Contestant(name, PLAYERS[name])
    return list(exactness(player, kind, n_boards))[-1]


def test_exact_play_loses_nothing():
    found = measure("exact")
    assert np.abs(found.lost).max() < 1e-4
    assert found.held(1)[1].value == 1
    assert found.report()["points_lost_per_100_games"]["value"] == pytest.approx(0, abs=0.01)


def test_points_lost_are_those_of_the_results():
    """Without chance in either strategy, a game loses exactly its value less its result."""
    found = measure("greedy-first")
    pure = np.isin(found.values.round(4), (0, 0.5, 1))
    assert pure.mean() > 0.9
    np.testing.assert_allclose(found.lost[pure], (found.values - found.results)[pure], atol=1e-3)
    assert found.lost.mean() > 0


def test_who_plays_at_random_loses_more():
    assert measure("random").points_lost().value > measure("greedy").points_lost().value > 0


def test_impossible_measures_are_refused():
    with pytest.raises(UserError, match="give 2 to"):
        measure("greedy", 1)
    with pytest.raises(UserError, match="can be solved here"):
        measure("greedy", 2, preset("walls"))
