"""Travel times against SciPy's, first moves against travel times."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from gradatim.pyrat import MazePool, preset
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
            for neighbor, turns in around.items():
                matrix[cell, neighbor] = turns
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
