"""Mazes and pools: travel times, first moves, saving, the official dict, clear refusals."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from gradatim.errors import UserError
from gradatim.pyrat import Maze, MazePool, official_game, preset
from gradatim.pyrat.game.maze import steps
from gradatim.pyrat.game.shortest_paths import UNREACHABLE


@pytest.mark.parametrize("name", ["default", "walls", "lab"])
def test_travel_times_are_those_of_scipy(name):
    pool = MazePool.build(preset(name), 3)
    for i in range(3):
        graph = pool.maze(i).as_dict()
        C = pool.links.shape[1]
        matrix = np.zeros((C, C))
        for cell, around in graph.items():
            for neighbour, turns in around.items():
                matrix[cell, neighbour] = turns
        expected = dijkstra(csr_matrix(matrix))
        expected[np.isinf(expected)] = UNREACHABLE
        np.testing.assert_array_equal(pool.mazes.travel[i], expected)


def test_first_moves_are_exactly_those_that_begin_a_shortest_path():
    pool = MazePool.build(preset("default"), 1)
    travel, moves, weights = (
        a[0] for a in (pool.mazes.travel, pool.mazes.first_moves, pool.mazes.weights)
    )
    cells = pool.maze(0).order
    for source in cells[::7]:
        for target in cells:
            expected = 0
            for action in range(1, 5):
                cost = int(weights[source, action])
                to = source + steps(15)[action]
                if cost and cost + travel[to, target] == travel[source, target]:
                    expected |= 1 << (action - 1)
            assert moves[source, target] == expected
            assert (expected == 0) == (source == target)


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


SQUARE = {0: {1: 1, 2: 3}, 1: {0: 1, 3: 1}, 2: {0: 3, 3: 1}, 3: {1: 1, 2: 1}}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({0: {1: 1, 2: 4}}, "not symmetric"),
        ({0: {1: 1}}, "not symmetric"),
        ({0: {1: 1, 3: 1}}, "do not touch"),
        ({0: {}}, "has no neighbour"),
        ({0: {1: 1, 2: 3, 9: 1}}, "do not touch"),
        ({7: {3: 1}}, "not in a 2x2 maze"),
        ({"a": {3: 1}}, "not in a 2x2 maze"),
        ({0: {1: 0, 2: 3}, 1: {0: 0, 3: 1}}, "takes 0 turns"),
        ({0: {1: 1.5, 2: 3}, 1: {0: 1.5, 3: 1}}, "takes 1.5 turns"),
    ],
)
def test_a_dict_that_is_no_maze_is_refused(change, message):
    with pytest.raises(UserError, match=message):
        Maze.from_dict(SQUARE | change, 2, 2)


def test_a_maze_keeps_the_order_of_its_dict():
    shuffled = {3: {2: 1, 1: 1}, 0: {2: 3, 1: 1}, 2: {3: 1, 0: 3}, 1: {3: 1, 0: 1}}
    again = Maze.from_dict(shuffled, 2, 2).as_dict()
    assert [(cell, list(around.items())) for cell, around in again.items()] == [
        (cell, list(around.items())) for cell, around in shuffled.items()
    ]


def test_one_cell_wide_mazes_lead_south():
    maze = Maze.from_dict({0: {1: 1}, 1: {0: 1, 2: 5}, 2: {1: 5}}, 1, 3)
    assert maze.weights().tolist() == [[0, 0, 0, 1, 0], [0, 1, 0, 5, 0], [0, 5, 0, 0, 0]]
