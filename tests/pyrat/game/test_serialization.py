"""Games and players that are kept and put back go on as if nothing had happened."""

import numpy as np
import pytest
import torch

from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.game.presets import preset
from gradatim.pyrat.game.serialization import load_arrays, save_arrays
from gradatim.pyrat.registry import player


@pytest.mark.parametrize("name", ["greedy", "planner", "random", "density"])
def test_a_player_that_has_not_moved_yet_takes_over_from_one_that_has(name, tmp_path):
    pool = MazePool.build(preset("default"), 3)
    games, other, ours, theirs = (
        Games(pool, 6),
        Games(pool, 6, seed=9),
        player(name, 1),
        player(name, 2),
    )

    def turns(games, ours, theirs, n):
        for _ in range(n):
            games.step(np.stack([ours(games, 0), theirs(games, 1)], axis=1))
        return games.state.position.copy(), games.state.score.copy()

    turns(games, ours, theirs, 12)
    torch.save(save_arrays(games, ours, theirs), tmp_path / "kept.pt")
    expected = turns(games, ours, theirs, 25)
    fresh = player(name, 1), player(name, 2)
    load_arrays(torch.load(tmp_path / "kept.pt", weights_only=True), other, *fresh)
    for found, wanted in zip(turns(other, *fresh, 25), expected, strict=True):
        np.testing.assert_array_equal(found, wanted)
