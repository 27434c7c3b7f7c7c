"""The greedy_rollout: one simulated game, equal to the game that two greedy players then play."""

import numpy as np
import pytest

from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.game.presets import preset
from gradatim.pyrat.players.greedy_rollout import NEVER_EATEN, greedy_rollout
from gradatim.pyrat.registry import player


@pytest.mark.parametrize("name", ["default", "walls", "course"])
@pytest.mark.parametrize("side", [0, 1])
def test_two_greedy_players_make_the_rollout_true(name, side):
    games = Games(
        MazePool.build(preset(name, starts="random"), 6, seed=3), 12, seed=4, auto_reset=False
    )
    wander = [player("random", 1), player("greedy", 2)]
    for _ in range(15):  # into the middle of the game, some in mud
        games.step(np.stack([wander[0](games, 0), wander[1](games, 1)], axis=1))
    rows = np.arange(12)
    told = greedy_rollout(games, side, rows)
    state, start = games.state, games.state.turn.copy()
    assert state.mud_left.any() == (name != "course")
    when, gain = np.zeros_like(told[..., 0]), np.zeros_like(told[..., 1])
    there = state.present.copy()
    when[there] = NEVER_EATEN
    greedy = [player("greedy-first", 0), player("greedy-first", 0)]
    while not (state.over | state.capped).all():
        before, scores = state.present.copy(), state.score.copy()
        games.step(np.stack([greedy[0](games, 0), greedy[1](games, 1)], axis=1))
        for g, k in zip(*np.nonzero(before & ~state.present), strict=True):
            when[g, k] = state.turn[g] - start[g]
            eaters = state.position[g] == state.slots[g, k]
            assert (state.score[g] > scores[g])[eaters].all()
            gain[g, k] = int(eaters[side]) - int(eaters[1 - side])
    np.testing.assert_array_equal(told[..., 0], when)
    np.testing.assert_array_equal(told[..., 1], gain)


def test_rows_are_told_apart_and_the_games_stay_as_they_are():
    games = Games(MazePool.build(preset("lab"), 3), 5, seed=1)
    before = [part.copy() for part in games.state]
    some = greedy_rollout(games, 1, np.array([4, 2]))
    np.testing.assert_array_equal(some, greedy_rollout(games, 1, np.arange(5))[[4, 2]])
    for old, new in zip(before, games.state, strict=True):
        np.testing.assert_array_equal(old, new)
