"""The batched engine: the same rules as `replay`, reset, turn cap, random streams, zero copy."""

import numpy as np
import pytest
import torch

from gradatim.errors import UserError
from gradatim.pyrat import Games, Maze, MazePool, preset, replay


@pytest.fixture(scope="module")
def pool():
    return MazePool.build(preset("default", width=9, height=7, cheese=8), 12, seed=5)


def test_every_game_of_a_batch_follows_the_rules_of_replay(pool):
    games = Games(pool, 40, seed=1, auto_reset=False)
    state = games.state
    before = [a.copy() for a in (state.maze, state.position, state.slots)]
    actions = np.random.default_rng(0).integers(0, 5, (150, 40, 2))
    seen = []
    for row in actions:
        games.step(row)
        seen.append([a.copy() for a in (state.position, state.mud_target, state.mud_left)])
    for g in range(40):
        board = pool.maze(before[0][g])
        told = replay(board.as_dict(), 9, 7, before[1][g], before[2][g].tolist(), actions[:, g])
        last = int(np.argmax(told.over)) if told.over.any() else 150
        for t in range(last):
            for ours, name in zip(seen[t], ("position", "mud_target", "mud_left"), strict=True):
                np.testing.assert_array_equal(ours[g], told[name][t + 1])
        assert state.turn[g] == last, "a finished game stands still"
        assert state.over[g] == told.over.any()
        np.testing.assert_array_equal(state.score[g], told.score[last])
        np.testing.assert_array_equal(state.cheese[g], told.cheese[last])
        np.testing.assert_array_equal(
            state.present[g], told.cheese[last][np.maximum(state.slots[g], 0)]
        )
        assert state.cheese_left[g] == told.cheese[last].sum()


def test_points_gained_add_up_to_final_scores_and_finished_games_are_renewed(pool):
    games = Games(pool, 64, seed=2)
    rng = np.random.default_rng(1)
    total, n_ended = np.zeros((64, 2)), 0
    for _ in range(600):
        outcome = games.step(rng.integers(0, 5, (64, 2)))
        total += outcome.gained
        np.testing.assert_array_equal(total, outcome.score)
        ended = outcome.over | outcome.capped
        lead = np.abs(total[:, 0] - total[:, 1])
        left = 8 - total.sum(axis=1)
        np.testing.assert_array_equal(outcome.over, (left == 0) | (lead > left))
        n_ended += ended.sum()
        assert not (games.state.over | games.state.capped).any()
        assert (games.state.turn[ended] == 0).all()
        assert (games.state.score[ended] == 0).all()
        assert (games.state.cheese[ended].sum(axis=1) == 8).all()
        total[ended] = 0
    assert n_ended > 20


def test_the_turn_cap_cuts_games_off_and_says_so():
    pool = MazePool.build(preset("lab", turn_cap=7), 2)
    games = Games(pool, 5)
    still = np.zeros((5, 2), np.int8)
    for turn in range(1, 8):
        outcome = games.step(still)
        assert outcome.capped.all() == (turn == 7)
        assert not outcome.over.any()
    assert (games.state.turn == 0).all()


def test_new_games_put_cheese_on_free_cells_and_players_where_the_preset_says():
    kind = preset("default", width=8, height=6, cheese=30, starts=("random", "same"))
    pool = MazePool.build(kind, 20)
    games = Games(pool, 300, seed=3)
    state = games.state
    assert (state.position[:, 0] == state.position[:, 1]).all()
    assert len(np.unique(state.position)) > 30
    for g in range(300):
        cells = set(pool.maze(state.maze[g]).order.tolist())
        cheese = state.slots[g].tolist()
        assert len(set(cheese)) == 30
        assert set(cheese) <= cells - set(state.position[g].tolist())
        assert set(np.flatnonzero(state.cheese[g])) == set(cheese)
        travel = pool.mazes.travel[state.maze[g]]
        np.testing.assert_array_equal(games.between()[g], travel[np.ix_(cheese, cheese)])
    assert np.bincount(state.maze, minlength=20).min() > 0, "all mazes are used"


def test_times_between_cheeses_follow_renewed_and_copied_games():
    pool = MazePool.build(preset("lab", turn_cap=3), 3)
    games, copy = Games(pool, 4, seed=1), Games(pool, 4, seed=2)
    copy.between()
    still = np.zeros((4, 2), np.int8)

    def check(some):
        state, found = some.state, some.between()
        wanted = pool.mazes.travel[
            state.maze[:, None, None], state.slots[:, :, None], state.slots[:, None, :]
        ]
        np.testing.assert_array_equal(found, wanted)

    before = games.between().copy()
    for _ in range(3):
        games.step(still)
    for mine, theirs in zip(games.state, copy.state, strict=True):
        theirs[...] = mine  # not measured yet
    check(games)
    check(copy)
    assert (games.between() != before).any()


def test_the_same_seed_gives_the_same_games_and_another_seed_others(pool):
    actions = np.random.default_rng(0).integers(0, 5, (200, 16, 2))
    ends = []
    for seed in (1, 1, 2):
        games = Games(pool, 16, seed=seed)
        for row in actions:
            games.step(row)
        ends.append(np.concatenate([games.state.slots.ravel(), games.state.position.ravel()]))
    np.testing.assert_array_equal(ends[0], ends[1])
    assert (ends[0] != ends[2]).any()


def test_torch_sees_the_state_without_a_copy(pool):
    games = Games(pool, 4)
    position = torch.from_numpy(games.state.position)
    games.step(torch.ones(4, 2, dtype=torch.int64))
    np.testing.assert_array_equal(position.numpy(), games.state.position)
    assert position.data_ptr() == games.state.position.ctypes.data


def test_only_the_games_asked_for_are_reset(pool):
    games = Games(pool, 6, seed=1)
    for _ in range(5):
        games.step(np.full((6, 2), 2))
    games.reset(np.array([True, False, False, True, False, False]))
    assert games.state.turn.tolist() == [0, 5, 5, 0, 5, 5]


@pytest.mark.parametrize(
    ("actions", "message"),
    [
        (np.zeros((3, 2)), "shape"),
        (np.full((6, 2), 5), "0 to 4"),
        (np.full((6, 2), -1), "0 to 4"),
    ],
)
def test_wrong_actions_are_refused(pool, actions, message):
    with pytest.raises(UserError, match=message):
        Games(pool, 6).step(actions)


def test_cheese_that_does_not_fit_is_refused():
    with pytest.raises(UserError, match="do not fit"):
        Games(MazePool.build(preset("lab", cheese=99, starts="corners"), 1), 1)
    Games(MazePool.build(preset("lab", cheese=99), 1), 1)  # both at the center: it fits


@pytest.mark.parametrize(
    ("maze", "starts", "cheese", "message"),
    [
        (1, (0, 9), [5, 6], "maze indices"),
        (0, (0, 100), [5, 6], "start must be a cell"),
        (0, (-1, 9), [5, 6], "start must be a cell"),
        (0, (0, 9), [5, 100], "cheese must lie"),
        (0, (0, 9), [5, -2], "cheese must lie"),
        (0, (0, 9), [5, 9], "not under a player"),
        (0, (0, 9), [5, 5], "on the same cell"),
        (0, (0, 50), [5, 9], "start must be a cell"),
    ],
)
def test_games_that_cannot_be_set_up_are_refused(maze, starts, cheese, message):
    graph = {i: {j: 1 for j in (i - 1, i + 1) if 0 <= j < 10} for i in range(10)}
    pool = MazePool.of([Maze.from_dict(graph, 10, 10)], preset("lab", cheese=2))
    games = Games(pool, 1)
    with pytest.raises(UserError, match=message):
        games.place(np.array([maze]), np.array([starts]), np.array([cheese]))
    games.place(np.array([0]), np.array([[0, 9]]), np.array([[5, -1]]))
    assert games.state.cheese_left.tolist() == [1]
