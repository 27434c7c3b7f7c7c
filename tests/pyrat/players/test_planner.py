"""The planner: its values against a slow rollout, its strength, and no endless games."""

import numpy as np
import pytest

from gradatim.pyrat import Games, Maze, MazePool, player, preset
from gradatim.pyrat.players.planner import plan_values
from gradatim.pyrat.players.scripted import towards
from tests.pyrat.replays import play, win_rate


def test_a_value_is_the_lead_at_the_end_of_that_very_game():
    """Play the imagined game for real: go there, then both `greedy-first`."""
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


def test_pairs_are_never_worse_in_the_head_than_the_best_single_goal_followed_by_its_pair():
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


@pytest.mark.parametrize(
    ("name", "names", "most"),
    [
        ("walls", ("planner", "planner"), 0),
        ("default", ("planner", "planner"), 0),  # both start on one cell
        ("walls", ("planner-2", "planner"), 0),
    ],
)
def test_planners_do_not_dither(name, names, most):
    pool = MazePool.build(preset(name, turn_cap=300), 20)
    games = play(pool, names, 20, seed=1)
    assert games.state.capped.sum() <= most


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


@pytest.mark.parametrize("other", ["greedy", "greedy-first", "manhattan"])
@pytest.mark.parametrize("name", ["course", "walls", "default"])
def test_nobody_who_is_greedy_is_taken_for_somebody_else(name, other):
    games = Games(MazePool.build(preset(name), 4), 24, seed=5)  # games are renewed on the way
    ours, theirs = player("planner", 1), player(other, 2)
    for _ in range(150):
        games.step(np.stack([ours(games, 0), theirs(games, 1)], axis=1))
        assert ours.trace.odd_turns.max() == 0
        assert ours.trace.goal.max() == -1


def test_the_goal_of_somebody_who_is_not_greedy_is_seen_in_its_steps():
    """A corridor with the nearest cheese in the west; the other walks east for it."""
    cells = {c: {n: 1 for n in (c - 1, c + 1) if 0 <= n < 12} for c in range(12)}
    kind = preset("lab", width=12, height=1, cheese=3, starts=(3, 3))
    games = Games(MazePool.of([Maze.from_dict(cells, 12, 1)], kind), 1, auto_reset=False)
    games.place(np.zeros(1), np.array([[3, 3]]), np.array([[1, 8, 11]]))
    ours = player("planner")
    seen = []
    for _ in range(4):
        ours(games, 0)
        seen.append(int(ours.trace.goal[0]))
        games.step(np.array([[0, 2]]))  # we stand, the other goes east
    assert seen == [-1, -1, 1, 1]  # after two such steps: the nearer of the two in the east


def test_a_planner_forgets_its_goal_when_a_new_game_begins():
    pool = MazePool.build(preset("lab"), 1)
    games = Games(pool, 3, seed=1)
    act = player("planner")
    act(games, 0)
    act.commitment.goal[:] = 7
    games.reset()
    before = plan_values(games, 0)
    act(games, 0)
    assert (before[np.arange(3), act.commitment.goal] == before.max(axis=1)).all()
