"""The games that recipes learn on: known presets, mazes within memory, spread over their course."""

import numpy as np
import pytest

from gradatim.errors import UserError
from gradatim.pyrat import Games, preset
from gradatim.recipes.pyrat.games import (
    EXTREMES,
    GamesConfig,
    find_preset,
    spread_games,
    training_pool,
    varied_presets,
)


def test_large_boards_get_fewer_mazes_and_every_seed_others():
    assert len(training_pool(find_preset("walls"), 16, 0)) == 16
    large = training_pool(EXTREMES["large"], 32, 0)
    assert len(large) == 32 * 315 // (31 * 29)
    other = training_pool(find_preset("walls"), 16, 1)
    assert other.maze(0).as_dict() != training_pool(find_preset("walls"), 16, 0).maze(0).as_dict()


def test_varied_boards_are_of_every_kind_and_can_all_be_played():
    boards = varied_presets(60, 0)
    assert boards == varied_presets(60, 0)
    assert boards != varied_presets(60, 1)
    for values in (
        [b.width for b in boards],
        [b.height for b in boards],
        [b.cheese for b in boards],
    ):
        assert min(values) < 8
        assert max(values) > 20
    assert min(b.cells for b in boards) < 80
    assert {0.0, 100.0} <= {b.walls for b in boards}
    assert {0.0, 100.0} <= {b.mud for b in boards}
    assert len({b.starts for b in boards}) == 3
    for board in boards:
        games = Games(training_pool(board, 8, 0), 4, seed=1)
        assert (games.state.cheese_left == board.cheese).all()


def test_games_are_spread_over_their_course():
    games = Games(training_pool(preset("default"), 8, 0), 200, seed=1)
    spread_games(games, 1)
    turns = games.state.turn
    assert turns.min() < 10
    assert turns.max() > 30
    assert len(np.unique(games.state.cheese_left)) > 10


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"presets": ("desert",)}, "presets has 'desert', which is not known: give default"),
        ({"presets": ()}, "presets is \\(\\): give at least one of"),
        ({"mazes": 0}, "mazes is 0"),
        ({"opponents": ()}, "opponents is \\(\\): give at least one"),
        ({"opponents": ("champoin",)}, "did you mean 'champion'"),
        ({"varied": -1}, "varied is -1"),
        ({"behavior_temperature": -1.0}, "behavior_temperature is -1"),
    ],
)
def test_what_cannot_be_played_is_refused(changes, message):
    with pytest.raises(UserError, match=message):
        GamesConfig(**changes)
