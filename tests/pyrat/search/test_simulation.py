"""Simulated games are the real ones: compared with the players and the engine."""

import numpy as np
import pytest

from gradatim.pyrat import Games, MazePool, player, preset
from gradatim.pyrat.search.distance_tables import empty_tables, precompute_distances
from gradatim.pyrat.search.simulation import (
    FIRST,
    GREEDY,
    RACE_AWARE,
    SIDEWAYS,
    WAVERING,
    SimBoard,
    init_sim_state,
    locate_slots,
    new_sim_state,
    simulate,
)


def midgame(name, n, seed=3):
    """Games in the middle of things: players in mud, cheese gone."""
    games = Games(MazePool.build(preset(name), 6), n, seed=seed, auto_reset=False)
    sides = player("random", seed=1), player("greedy", seed=2)
    for _ in range(25):
        games.step(np.stack([act(games, side) for side, act in enumerate(sides)], axis=1))
    return games


def tables_of(games):
    tables = empty_tables(games.n, games.state.cheese.shape[1], games.state.slots.shape[1])
    precompute_distances(
        0, games.n, games.state, games.pool.mazes, np.ones(games.n, np.bool_), tables
    )
    return tables


def simulated(games, tables, g, styles, seed=5):
    """The state at the end of one simulation from game g."""
    state = games.state
    sim = new_sim_state(state.cheese.shape[1], state.slots.shape[1], seed)
    locate_slots(g, state, sim)
    init_sim_state(g, state, sim)
    maze = np.uint64(state.maze[g])
    style = np.array(styles, np.int64)
    board = SimBoard(np.uint64(g), maze, games.pool.mazes, tables)
    assert simulate(board, sim, style, 0)
    return sim


@pytest.mark.parametrize("board", ["course", "walls", "default"])
def test_fixed_rules_play_move_for_move_like_the_players(board):
    games = midgame(board, 20)
    tables = tables_of(games)
    ends = [simulated(games, tables, g, (FIRST, SIDEWAYS)).score.copy() for g in range(games.n)]
    sides = player("greedy-first"), player("manhattan")
    while not games.state.over.all():
        games.step(np.stack([act(games, side) for side, act in enumerate(sides)], axis=1))
    np.testing.assert_array_equal(ends, games.state.score)


def test_random_ties_are_spread_like_those_of_the_player():
    games = midgame("course", 1)
    tables = tables_of(games)
    leads = []
    for seed in range(400):
        sim = simulated(games, tables, 0, (GREEDY, FIRST), seed=2**20 * (seed + 1))
        leads.append(sim.score[0] - sim.score[1])
    many = Games(games.pool, 400, auto_reset=False)
    for array, one in zip(many.state, games.state, strict=True):
        array[:] = one
    sides = player("greedy", seed=9), player("greedy-first")
    while not many.state.over.all():
        many.step(np.stack([act(many, side) for side, act in enumerate(sides)], axis=1))
    real = many.state.score[:, 0] - many.state.score[:, 1]
    assert np.std(leads) > 0.5
    error = np.sqrt((np.var(leads) + np.var(real)) / 400)
    assert abs(np.mean(leads) - real.mean()) < 4 * error
    assert np.std(leads) == pytest.approx(real.std(), rel=0.2)


def test_race_aware_takes_more_cheese_than_greedy():
    games = Games(MazePool.build(preset("default"), 20), 60, seed=1)
    tables = tables_of(games)
    scores = [
        simulated(games, tables, g, (RACE_AWARE, GREEDY), g + 1).score for g in range(games.n)
    ]
    leads = np.array([score[0] - score[1] for score in scores])
    # 87.8 % of the points in 8,000 games
    assert ((leads > 0) + 0.5 * (leads == 0)).mean() > 0.75


def test_wavering_rollouts_differ_and_race_aware_ones_do_not():
    games = midgame("course", 1)
    tables = tables_of(games)

    def leads(style):
        scores = [simulated(games, tables, 0, (style, style), seed).score for seed in range(60)]
        return np.array([score[0] - score[1] for score in scores])

    assert len(set(leads(RACE_AWARE))) == 1
    assert leads(WAVERING).std() > 0.5


def test_a_player_with_a_goal_walks_there_first():
    games = midgame("walls", 1)
    tables = tables_of(games)
    state = games.state
    sim = new_sim_state(state.cheese.shape[1], state.slots.shape[1], 1)
    locate_slots(0, state, sim)
    board = SimBoard(np.uint64(0), np.uint64(state.maze[0]), games.pool.mazes, tables)
    for slot in np.flatnonzero(state.present[0]):
        init_sim_state(0, state, sim)
        sim.goal[0] = slot
        simulate(board, sim, np.array([FIRST, FIRST]), 0)
        assert not sim.present[slot]
        assert sim.progress[1] <= tables.time[0, sim.node[0], slot] + 300
