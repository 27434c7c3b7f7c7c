"""Beliefs about the other player: found out from its moves."""

import numpy as np
import pytest

from gradatim.pyrat import Games, MazePool, player, preset
from gradatim.pyrat.players.scripted import towards
from gradatim.pyrat.search.opponent_model import (
    OPPONENT_TYPES,
    PRIOR,
    OpponentModel,
    distance_prior,
)


def watch(name, turns, board="course", n=40):
    """Believe something about `name` on side 1 for some turns."""
    games = Games(MazePool.build(preset(board), 8), n, seed=2, auto_reset=False)
    model = OpponentModel(n, games.state.slots.shape[1])
    me, other = player("greedy", seed=5), player(name, seed=6)
    for _ in range(turns):
        changed = model.update(games, 0)
        distance_prior(
            0, n, games.state, games.pool.mazes, 1, changed, 2.0, model.goal_probabilities
        )
        model.predict(games, 0)
        games.step(np.stack([me(games, 0), other(games, 1)], axis=1))
    model.update(games, 0)
    return model, games


@pytest.mark.parametrize("name", ["greedy", "greedy-first", "manhattan", "planner"])
def test_a_kind_is_found_out_from_its_moves(name):
    model, _ = watch(name, 40)
    assert model.belief[:, OPPONENT_TYPES.index(name)].mean() > 0.9


def test_who_follows_no_rule_is_unknown():
    model, _ = watch("random", 40)
    assert model.belief[:, OPPONENT_TYPES.index("unknown")].mean() > 0.5


def test_beliefs_are_probabilities_and_no_kind_is_ruled_out():
    model, _ = watch("random", 60)
    np.testing.assert_allclose(model.belief.sum(1), 1)
    assert (model.belief > 0).all()


def test_a_new_game_is_a_new_opponent():
    model, games = watch("manhattan", 30)
    assert not np.allclose(model.belief, PRIOR)
    games.reset()
    assert model.update(games, 0).all()
    np.testing.assert_allclose(model.belief, np.tile(PRIOR, (games.n, 1)))


def test_steps_towards_a_cheese_speak_for_it():
    games = Games(MazePool.build(preset("course", cheese=4), 1), 30, seed=4, auto_reset=False)
    state, rows = games.state, np.arange(30)
    far = np.argmax(games.pool.mazes.travel[0, state.position[:, 1][:, None], state.slots], axis=1)
    model = OpponentModel(30, 4)
    for turn in range(6):
        changed = model.update(games, 0)
        distance_prior(0, 30, state, games.pool.mazes, 1, changed, 20.0, model.goal_probabilities)
        if turn == 0:
            before = model.goal_probabilities[rows, far].copy()
        model.predict(games, 0)
        games.step(np.stack([np.zeros(30, np.int8), towards(games, 1, far)], axis=1))
    model.update(games, 0)
    whole = state.cheese_left == 4  # nothing was eaten: no new beginning
    after = model.goal_probabilities[rows, far]
    assert whole.sum() > 10
    assert (after >= before - 1e-9)[whole].all()
    assert after[whole].mean() > 1.3 * before[whole].mean()
