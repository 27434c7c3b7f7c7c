"""What rollouts look up is what the mazes say."""

import numpy as np

from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.game.shortest_paths import UNREACHABLE
from gradatim.pyrat.search.distance_tables import empty_tables, precompute_distances


def test_slots_are_sorted_by_their_travel_times_and_only_the_asked_games_are_filled():
    games = Games(MazePool.build(preset("walls"), 3), 4, seed=1)
    state, mazes = games.state, games.pool.mazes
    C, K = state.cheese.shape[1], state.slots.shape[1]
    tables = empty_tables(4, C, K)
    which = np.array([True, False, True, True])
    precompute_distances(0, 4, state, mazes, which, tables)
    assert not tables.time[1].any()
    for g in np.flatnonzero(which):
        np.testing.assert_array_equal(tables.slots[g], state.slots[g])
        travel = mazes.travel[state.maze[g]][:, state.slots[g]]  # (C, K)
        np.testing.assert_array_equal(tables.time[g], travel)
        for cell in range(C):
            n = tables.reach[g, cell]
            assert n == (travel[cell] < UNREACHABLE).sum()
            expected = np.argsort(travel[cell], kind="stable")[:n]  # the first of equals is first
            np.testing.assert_array_equal(tables.near[g, cell, :n], expected)
