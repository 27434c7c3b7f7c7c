"""Mazes and pools: travel times, first moves, saving, the official dict, clear refusals."""

import numpy as np
import pytest

from gradatim.errors import UserError
from gradatim.pyrat import MazePool, official_game, preset


def test_a_pool_is_the_official_mazes_of_consecutive_seeds():
    pool = MazePool.build(preset("default"), 5, seed=40)
    for i in range(5):
        expected = official_game(preset("default"), 40 + i).maze.as_dict()
        assert pool.maze(i).as_dict() == expected
        assert list(pool.maze(i).as_dict()) == list(expected)


def test_a_saved_pool_comes_back_whole(tmp_path):
    pool = MazePool.build(preset("tournament", turn_cap=300), 2, seed=3)
    pool.save(tmp_path / "mazes.npz")
    again = MazePool.load(tmp_path / "mazes.npz")
    assert again.preset == pool.preset
    for ours, theirs in zip(pool.mazes, again.mazes, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert [path.name for path in tmp_path.iterdir()] == ["mazes.npz"]


def test_a_pool_may_hold_mazes_of_different_cells():
    kind = preset("default", width=5, height=5, cheese=3)
    mazes = [
        official_game(preset("default", width=5, height=5, cheese=3, cells=cells), 1).maze
        for cells in (100, 60)
    ]
    pool = MazePool.of(mazes, kind)
    assert pool.mazes.n_cells.tolist() == [25, 15]
    assert [pool.maze(i).as_dict() for i in (0, 1)] == [maze.as_dict() for maze in mazes]


def test_files_that_are_no_pool_are_refused(tmp_path):
    with pytest.raises(UserError, match="there is no maze pool"):
        MazePool.load(tmp_path / "absent.npz")
    (tmp_path / "text.npz").write_text("hello")
    with pytest.raises(UserError, match="is not a saved maze pool"):
        MazePool.load(tmp_path / "text.npz")
    np.savez(tmp_path / "other.npz", a=np.zeros(3))
    with pytest.raises(UserError, match="is not a saved maze pool"):
        MazePool.load(tmp_path / "other.npz")
    np.savez(tmp_path / "objects.npz", preset=np.array([{}], dtype=object))
    with pytest.raises(UserError, match="is not a saved maze pool"):
        MazePool.load(tmp_path / "objects.npz")
