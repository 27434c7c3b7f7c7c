"""A maze to and from the official dict of dicts."""

import pytest

from gradatim.errors import UserError
from gradatim.pyrat import Maze

SQUARE = {0: {1: 1, 2: 3}, 1: {0: 1, 3: 1}, 2: {0: 3, 3: 1}, 3: {1: 1, 2: 1}}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({0: {1: 1, 2: 4}}, "not symmetric"),
        ({0: {1: 1}}, "not symmetric"),
        ({0: {1: 1, 3: 1}}, "do not touch"),
        ({0: {}}, "has no neighbor"),
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
