"""The planner: its values against a slow rollout, its strength, and no endless games."""

import numpy as np
import pytest

from gradatim.pyrat import Games, MazePool, player, preset
from gradatim.pyrat.players.planner import plan_values
from gradatim.pyrat.players.scripted import towards
from tests.pyrat.replays import win_rate


def test_a_value_is_the_lead_at_the_end_of_that_very_game():
    """Play the simulated game for real: go there, then both `greedy-first`."""
    kind = preset("default", width=9, height=8, cheese=9, starts="corners")
    pool = MazePool.build(kind, 6)
    games = Games(pool, 24, seed=3, auto_reset=False)
    wander = player("random", seed=1)
    for _ in range(9):  # into the middle of things: players in mud, cheese gone
        games.step(np.stack([wander(games, 0), wander(games, 1)], axis=1))
    start = [array.copy() for array in games.state]
    for side in (0, 1):
        values = plan_values(games, side, n_first=9)
        for slot in range(9):
            there = games.state.present[:, slot]
            assert (np.isfinite(values[:, slot]) == there).all()
            first, other = player("greedy-first"), player("greedy-first")
            while not games.state.over[there].all():
                going = games.state.present[:, slot]
                mine = np.where(going, towards(games, side, np.full(24, slot)), first(games, side))
                pair = [mine, other(games, 1 - side)]
                games.step(np.stack(pair[:: 1 if side == 0 else -1], axis=1))
            lead = games.state.score[:, side] - games.state.score[:, 1 - side]
            np.testing.assert_array_equal(values[there, slot], lead[there])
            for array, before in zip(games.state, start, strict=True):
                array[:] = before


def test_only_the_nearest_cheeses_are_tried():
    games = Games(MazePool.build(preset("walls"), 4), 12, seed=2)
    tried = np.isfinite(plan_values(games, 0))
    assert (tried.sum(axis=1) == 14).all()
    state = games.state
    times = games.pool.mazes.travel[state.maze[:, None], state.position[:, :1], state.slots]
    for row, chosen in zip(times, tried, strict=True):
        assert row[chosen].max() <= row[~chosen].min()


def test_only_goals_that_are_asked_for_are_tried():
    games = Games(MazePool.build(preset("walls"), 4), 12, seed=2)
    asked = games.state.present & (np.arange(games.state.slots.shape[1]) % 3 == 0)
    values = plan_values(games, 0, n_first=99, tried=asked)
    assert (np.isfinite(values) == asked).all()
    np.testing.assert_array_equal(values[asked], plan_values(games, 0, n_first=99)[asked])


def test_pairs_are_never_worse_in_the_rollout_than_the_best_single_goal_followed_by_its_pair():
    games = Games(MazePool.build(preset("default"), 4), 12, seed=2)
    one, two = plan_values(games, 0), plan_values(games, 0, n_second=21)
    assert (np.isfinite(one) == np.isfinite(two)).all()
    # A pair whose second goal is the first goal itself is the single plan.
    assert (two >= one).all()
    assert (two > one).any()


@pytest.mark.parametrize(
    ("name", "opponent", "expected", "tolerance"),
    [
        # reference strengths: measured elsewhere with another program on official mazes
        ("course", "greedy", 0.865, 0.06),
        ("walls", "greedy", 0.932, 0.045),
        ("default", "greedy", 0.974, 0.03),
        ("lab", "greedy", 0.837, 0.06),
        ("walls", "greedy-first", 0.990, 0.02),
        ("lab", "greedy-first", 1.0, 0.01),
    ],
)
def test_strength_is_that_of_the_reference(name, opponent, expected, tolerance):
    wins, _ = win_rate(preset(name, turn_cap=1500), "planner", opponent, 400)
    assert wins == pytest.approx(expected, abs=tolerance)


def test_two_planners_on_one_cell_part():
    pool = MazePool.build(preset("default", turn_cap=300), 12)
    games = Games(pool, 12, seed=2, auto_reset=False)
    sides = [player("planner", 1), player("planner", 2)]
    together = turns = 0
    while not (games.state.over | games.state.capped).all():
        going = ~(games.state.over | games.state.capped)
        position = games.state.position
        together += int((going & (position[:, 0] == position[:, 1])).sum())
        turns += int(going.sum())
        games.step(np.stack([act(games, i) for i, act in enumerate(sides)], axis=1))
    assert together < 0.5 * turns  # two players of `greedy-first` never part
