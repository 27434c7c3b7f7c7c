"""One player's moves as a graph: every edge is a turn, and mud is a path of nodes."""

import numpy as np
import pytest

from gradatim.errors import UserError
from gradatim.pyrat import official_game, preset
from gradatim.pyrat.game.maze import Maze
from gradatim.pyrat.solver.move_graph import move_graph, node_of

# 0 - 1 - 2, three turns of mud between 1 and 2
MAZE = Maze.from_dict({0: {1: 1}, 1: {0: 1, 2: 3}, 2: {1: 3}}, 3, 1)


def test_mud_is_crossed_turn_by_turn_and_there_is_no_choice_inside():
    graph = move_graph(MAZE)
    assert len(graph.n_choices) == 3 + 2 * 2  # cells, and two turns of each crossing
    node, way = 1, graph.action[1].tolist().index(2)  # east from cell 1
    seen = []
    for _ in range(3):
        node = int(graph.following[node, way if node < 3 else 0])
        seen.append(node)
    assert seen[-1] == 2
    assert all(graph.n_choices[inner] == 1 for inner in seen[:-1])


def test_sources_are_the_reverse_of_following():
    graph = move_graph(official_game(preset("default", width=5, height=5, cheese=3), 0).maze)
    forth = {
        (node, int(to))
        for node, n in enumerate(graph.n_choices)
        for to in graph.following[node, :n]
    }
    back = {
        (int(source), node)
        for node, n in enumerate(graph.n_sources)
        for source in graph.sources[node, :n]
    }
    assert forth == back
    assert (graph.n_choices[: len(graph.mud)] <= 5).all()


def test_a_player_in_mud_has_the_node_with_so_many_turns_left():
    graph = move_graph(MAZE)
    assert node_of(graph, MAZE, 1, -1, 0) == 1
    last = node_of(graph, MAZE, 1, 2, 1)
    assert graph.following[last, 0] == 2
    assert graph.following[node_of(graph, MAZE, 1, 2, 2), 0] == last
    assert np.unique([node_of(graph, MAZE, *at) for at in ((1, 2, 1), (2, 1, 1))]).size == 2


@pytest.mark.parametrize("place", [(9, -1, 0), (1, 2, 3), (1, 0, 1)])
def test_places_that_are_not_in_the_maze_are_refused(place):
    with pytest.raises(UserError, match=r"not a cell of the maze|there is no mud of"):
        node_of(move_graph(MAZE), MAZE, *place)
