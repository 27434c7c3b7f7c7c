"""Imagined games are the real ones: held to the players and the engine."""

import numpy as np
import pytest

from gradatim.pyrat import Games, MazePool, player, preset
from gradatim.pyrat.search.simulation import (
    FIRST,
    GREEDY,
    RACE_AWARE,
    RACE_PENALTIES,
    SIDEWAYS,
    empty_tables,
    init_sim_state,
    locate_slots,
    new_sim_state,
    precompute_distances,
    simulate,
)


def midgame(name, n, seed=3):
    """Games in the middle of things: players in mud, cheese gone."""
    games = Games(MazePool.build(preset(name), 6), n, seed=seed, auto_reset=False)
    sides = player("random", seed=1), player("greedy", seed=2)
    for _ in range(25):
        games.step(np.stack([act(games, side) for side, act in enumerate(sides)], axis=1))
    return games


def ground_of(games):
    ground = empty_tables(games.n, games.state.cheese.shape[1], games.state.slots.shape[1])
    precompute_distances(
        0, games.n, games.state, games.pool.mazes, np.ones(games.n, np.bool_), ground
    )
    return ground


def imagined(games, ground, g, styles, seed=5):
    """The scene at the end of one imagined game from game g."""
    state = games.state
    scene = new_sim_state(state.cheese.shape[1], state.slots.shape[1], seed)
    locate_slots(g, state, scene)
    init_sim_state(g, state, scene)
    maze = np.uint64(state.maze[g])
    style = np.array(styles, np.int64)
    arguments = (
        np.uint64(g),
        maze,
        games.pool.mazes,
        state.slots,
        ground,
        scene,
        style,
        RACE_PENALTIES,
    )
    assert simulate(*arguments, -1)
    return scene


@pytest.mark.parametrize("board", ["course", "walls", "default"])
def test_fixed_rules_play_move_for_move_like_the_players(board):
    games = midgame(board, 20)
    ground = ground_of(games)
    ends = [imagined(games, ground, g, (FIRST, SIDEWAYS)).score.copy() for g in range(games.n)]
    sides = player("greedy-first"), player("manhattan")
    while not games.state.over.all():
        games.step(np.stack([act(games, side) for side, act in enumerate(sides)], axis=1))
    np.testing.assert_array_equal(ends, games.state.score)


def test_random_ties_are_spread_like_those_of_the_player():
    games = midgame("course", 1)
    ground = ground_of(games)
    leads = []
    for seed in range(400):
        scene = imagined(games, ground, 0, (GREEDY, FIRST), seed=2**20 * (seed + 1))
        leads.append(scene.score[0] - scene.score[1])
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


def test_clever_takes_more_cheese_than_greedy():
    games = Games(MazePool.build(preset("default"), 20), 60, seed=1)
    ground = ground_of(games)
    scores = [imagined(games, ground, g, (RACE_AWARE, GREEDY), g + 1).score for g in range(games.n)]
    leads = np.array([score[0] - score[1] for score in scores])
    # 87.8 % of the points in 8,000 games
    assert ((leads > 0) + 0.5 * (leads == 0)).mean() > 0.75


def test_a_player_with_a_goal_walks_there_first():
    games = midgame("walls", 1)
    ground = ground_of(games)
    state = games.state
    scene = new_sim_state(state.cheese.shape[1], state.slots.shape[1], 1)
    locate_slots(0, state, scene)
    for slot in np.flatnonzero(state.present[0]):
        init_sim_state(0, state, scene)
        scene.goal[0] = slot
        style = np.array([FIRST, FIRST])
        maze = np.uint64(state.maze[0])
        simulate(
            np.uint64(0),
            maze,
            games.pool.mazes,
            state.slots,
            ground,
            scene,
            style,
            RACE_PENALTIES,
            0,
        )
        assert not scene.present[slot]
        assert scene.left[1] <= ground.time[0, scene.node[0], slot] + 300
