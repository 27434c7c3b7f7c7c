"""The student's player of the package: its shortest paths, and a choice checked by hand."""

import pytest

pytest.importorskip("pyrat")
import pyrat
from gradatim.pyrat.matches.alpha_beta import AlphaBeta

LINE = {cell: {near: 1 for near in (cell - 1, cell + 1) if 0 <= near < 7} for cell in range(7)}


def ready(cheese, places):
    player = AlphaBeta(name="mine")
    state = pyrat.GameState()
    state.cheese = list(cheese)
    for name, place in zip(("mine", "other"), places, strict=True):
        state.player_locations[name] = place
        state.score_per_player[name] = 0.0
        state.muds[name] = {"target": None, "count": 0}
        state.teams[name] = [name]
    maze = pyrat.MazeFromDict(LINE)
    maze._width, maze._height = 7, 1  # the official reader guesses a square
    player.preprocessing(maze, state)
    return player, maze, state


def test_times_and_next_cells_are_those_of_the_shortest_path():
    player, _, _ = ready([6], (0, 3))
    assert [player.times[6][cell] for cell in range(7)] == [6, 5, 4, 3, 2, 1, 0]
    assert [player.next_cells[6][cell] for cell in range(6)] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("cheese", "places", "wanted"),
    [
        ([6], (3, 0), "EAST"),
        ([0], (3, 6), "WEST"),
        ([1, 2, 6], (4, 5), "WEST"),  # the other is nearer to 6: the two in the west are safe
    ],
)
def test_it_walks_to_what_it_can_get(cheese, places, wanted):
    player, maze, state = ready(cheese, places)
    assert player.turn(maze, state) == pyrat.Action[wanted]
