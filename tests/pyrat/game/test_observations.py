"""Observations: every number against a plain computation from the state."""

import numpy as np
import pytest

from gradatim.pyrat import Games, MazePool, player, preset
from gradatim.pyrat.game.observations import (
    GLOBAL_FEATURES,
    PLANES,
    TOKEN_FEATURES,
    observe_entities,
    observe_flat,
    observe_planes,
)
from gradatim.pyrat.game.shortest_paths import UNREACHABLE

W, H, K = 9, 7, 8


@pytest.fixture(scope="module")
def games():
    """Thirty games in the middle, some players in mud."""
    kind = preset("default", width=W, height=H, cheese=K, mud=60, starts="corners")
    games = Games(MazePool.build(kind, 10), 30, seed=1)
    rat, python = player("greedy", 1), player("random", 2)
    for _ in range(12):
        games.step(np.stack([rat(games, 0), python(games, 1)], axis=1))
    assert (games.state.mud_left > 0).any(axis=0).all()
    assert (games.state.cheese_left < K).any()
    return games


def standing(state, g, player):
    """Cell and turns until it stands there."""
    left = int(state.mud_left[g, player])
    return int(state.mud_target[g, player] if left else state.position[g, player]), left


@pytest.mark.parametrize("side", [0, 1])
def test_flat_centers_the_cheese_on_each_player(games, side):
    canvas = observe_flat(games, side)
    assert canvas.shape == (30, 2, 2 * H - 1, 2 * W - 1)
    expected = np.zeros_like(canvas)
    for g in range(30):
        for view, who in enumerate((side, 1 - side)):
            here, _ = standing(games.state, g, who)
            for cell in np.flatnonzero(games.state.cheese[g]):
                row, column = cell // W - here // W, cell % W - here % W
                expected[g, view, H - 1 + row, W - 1 + column] = 1
    np.testing.assert_array_equal(canvas, expected)


@pytest.mark.parametrize("side", [0, 1])
def test_planes_show_the_board(games, side):
    planes = observe_planes(games, side)
    state, mazes = games.state, games.pool.mazes
    assert planes.shape == (30, len(PLANES), H, W)
    for g in range(30):
        named = dict(zip(PLANES, planes[g].reshape(len(PLANES), -1), strict=True))
        weights = mazes.weights[state.maze[g]].astype(float)
        for action, name in enumerate(PLANES[:4], start=1):
            passes = np.divide(
                1, weights[:, action], where=weights[:, action] > 0, out=np.zeros(63)
            )
            np.testing.assert_allclose(named[name], passes, rtol=1e-6)
        exists = np.isin(np.arange(63), games.pool.maze(state.maze[g]).order)
        np.testing.assert_array_equal(named["cell"], exists)
        np.testing.assert_array_equal(named["cheese"], state.cheese[g])
        for who, me, time, mud in (
            (side, "me", "my time", "my mud"),
            (1 - side, "other", "other's time", "other's mud"),
        ):
            here, left = standing(state, g, who)
            np.testing.assert_array_equal(named[me], np.arange(63) == here)
            travel = mazes.travel[state.maze[g], here].astype(float) + left
            expected = np.where(exists, travel / (W + H), 0)
            np.testing.assert_allclose(named[time], expected, rtol=1e-6)
            np.testing.assert_allclose(named[mud], left / 10, rtol=1e-6)
        lead = state.score[g, side] - state.score[g, 1 - side]
        np.testing.assert_allclose(named["lead"], lead / K, rtol=1e-6)
        np.testing.assert_allclose(named["cheese left"], state.cheese_left[g] / K, rtol=1e-6)


@pytest.mark.parametrize("side", [0, 1])
def test_entities_know_every_travel_time(games, side):
    tokens, between, summary = observe_entities(games, side)
    state, mazes = games.state, games.pool.mazes
    assert tokens.shape == (30, K, len(TOKEN_FEATURES))
    assert between is state.between
    for g in range(30):
        travel = mazes.travel[state.maze[g]].astype(float)
        (here, left), (there, wait) = standing(state, g, side), standing(state, g, 1 - side)
        for k in range(K):
            if not state.present[g, k]:
                assert (tokens[g, k] == 0).all()
                continue
            cell = int(state.slots[g, k])
            expected = [
                1,
                (travel[here, cell] + left) / (W + H),
                (travel[there, cell] + wait) / (W + H),
                (cell // W - here // W) / H,
                (cell % W - here % W) / W,
            ]
            np.testing.assert_allclose(tokens[g, k, :5], expected, rtol=1e-5)
            moves = int(mazes.first_moves[state.maze[g], here, cell])
            assert tokens[g, k, 5:].tolist() == [moves >> i & 1 for i in range(4)]
        named = dict(zip(GLOBAL_FEATURES, summary[g].tolist(), strict=True))
        mine, theirs = state.score[g, side], state.score[g, 1 - side]
        n_left = int(state.cheese_left[g])
        assert named["my score"] == pytest.approx(mine / K)
        assert named["other's score"] == pytest.approx(theirs / K)
        assert named["cheese left"] == pytest.approx(n_left / K)
        assert named["lead by cheese left"] == pytest.approx((mine - theirs) / n_left, abs=1e-6)
        assert named["my mud"] == pytest.approx(left / 10)
        assert named["other's mud"] == pytest.approx(wait / 10)
        assert named["time between us"] == pytest.approx(travel[here, there] / (W + H))
        assert named["turn"] == pytest.approx(state.turn[g] / (W * H))
        weights = mazes.weights[state.maze[g], here]
        for action, name in enumerate(GLOBAL_FEATURES[8:], start=1):
            expected = 1 / weights[action] if weights[action] else 0
            assert named[name] == pytest.approx(expected)


def test_a_given_buffer_is_filled_and_returned(games):
    for observe in (observe_flat, observe_planes):
        buffer = observe(games, 0)
        expected = buffer.copy()
        buffer[:] = np.nan
        assert observe(games, 0, buffer) is buffer
        np.testing.assert_array_equal(buffer, expected)


def test_cheese_that_was_never_there_is_far_away():
    games = Games(MazePool.build(preset("lab", cheese=4), 1), 1)
    games.place(np.zeros(1), np.array([[0, 99]]), np.array([[5, -1, 7, -1]]))
    tokens, between, _ = observe_entities(games, 0)
    assert tokens[0, :, 0].tolist() == [1, 0, 1, 0]
    assert between[0, 0].tolist() == [0, UNREACHABLE, 2, UNREACHABLE]
