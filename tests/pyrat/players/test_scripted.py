"""Scripted players: who they are by their rule, and how strong against each other."""

import numpy as np
import pytest

from gradatim.pyrat import Games, Maze, MazePool, player, preset
from gradatim.pyrat.players.scripted import towards
from tests.pyrat.replays import win_rate


@pytest.fixture
def corridor():
    """Seven cells in a row, mud of four turns between 4 and 5; cheese can be placed by hand."""
    graph = {i: {j: 1 for j in (i - 1, i + 1) if 0 <= j < 7} for i in range(7)}
    graph[4][5] = graph[5][4] = 4
    kind = preset("lab", width=7, height=1, cheese=2, starts=(3, 0))
    return Games(MazePool.of([Maze.from_dict(graph, 7, 1)], kind), 1, auto_reset=False)


def test_greedy_counts_turns_and_not_cells(corridor):
    corridor.place(np.zeros(1), np.array([[3, 6]]), np.array([[5, 0]]))
    # The cheese at 5 is two cells but five turns away, that at 0 three turns.
    for name in ("greedy", "greedy-first", "manhattan"):
        assert player(name)(corridor, 0).tolist() == [4]


def test_ties_go_to_chance_or_to_the_first_of_the_list(corridor):
    corridor.place(np.zeros(1), np.array([[2, 6]]), np.array([[4, 0]]))
    act = player("greedy", seed=1)
    assert {int(act(corridor, 0)[0]) for _ in range(40)} == {2, 4}
    assert player("greedy-first")(corridor, 0).tolist() == [2]
    corridor.place(np.zeros(1), np.array([[2, 6]]), np.array([[0, 4]]))
    assert player("greedy-first")(corridor, 0).tolist() == [4]


def test_manhattan_goes_sideways_first_and_greedy_first_goes_north_first():
    kind = preset("lab", cheese=1, starts=(55, 0))
    games = Games(MazePool.build(kind, 1), 1)
    games.place(np.zeros(1), np.array([[55, 0]]), np.array([[33]]))  # two up, two to the left
    assert player("manhattan")(games, 0).tolist() == [4]
    assert player("greedy-first")(games, 0).tolist() == [1]
    act = player("greedy", seed=3)
    assert {int(act(games, 0)[0]) for _ in range(40)} == {1, 4}


def test_random_uses_every_open_passage_and_no_wall():
    games = Games(MazePool.build(preset("walls"), 8), 400, seed=1)
    act = player("random", seed=2)
    for _ in range(30):
        actions = act(games, 0)
        weights = games.pool.mazes.weights[games.state.maze, games.state.position[:, 0]]
        assert (weights[np.arange(400), actions] > 0).all()
        games.step(np.stack([actions, act(games, 1)], axis=1))
    assert set(actions.tolist()) == {1, 2, 3, 4}


def test_density_prefers_the_crowd():
    kind = preset("lab", width=15, height=1, cheese=5, starts=(5, 5))
    games = Games(MazePool.build(kind, 1), 1)
    games.place(np.zeros(1), np.array([[5, 5]]), np.array([[1, 10, 11, 12, 13]]))
    assert player("greedy")(games, 0).tolist() == [4]
    assert player("density")(games, 0).tolist() == [2]


def test_towards_starts_a_shortest_path_to_the_chosen_cheese():
    games = Games(MazePool.build(preset("default"), 8), 50, seed=1)
    slots = np.arange(50) % 21
    actions = towards(games, 0, slots)
    state, mazes = games.state, games.pool.mazes
    n = np.arange(50)
    goal, here = state.slots[n, slots], state.position[:, 0]
    to = here + mazes.step[actions]
    assert (
        mazes.weights[state.maze, here, actions] + mazes.travel[state.maze, to, goal]
        == mazes.travel[state.maze, here, goal]
    ).all()
    assert (towards(games, 0, np.full(50, -1)) == 0).all()


def test_greedy_against_itself_is_even_and_beats_random():
    wins, draws = win_rate(preset("course"), "greedy", "greedy", 1000)
    # The reference measured 42.3 / 11.6 / 46.1 of 1000 games.
    assert wins == pytest.approx(0.44, abs=0.05)
    assert draws == pytest.approx(0.115, abs=0.03)
    assert win_rate(preset("lab"), "greedy", "random", 100)[0] > 0.97
