"""Two copies of a player that start on one cell part, whatever kind of player it is."""

import numpy as np
import pytest

from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.players.goal_commitment import new_commitment
from gradatim.pyrat.players.twins import TwinBreaker
from gradatim.pyrat.registry import PLAYERS
from gradatim.pyrat.search.player import SearchPlayer


@pytest.mark.parametrize(
    "make", [PLAYERS["champion"], lambda seed: SearchPlayer(rollouts=15, seed=seed)]
)
def test_two_copies_do_not_walk_together_to_the_end(make):
    games = Games(MazePool.build(preset("default", turn_cap=400), 4), 8, auto_reset=False)
    players, state, together = (make(0), make(1)), games.state, np.zeros(8)
    while not (state.over | state.capped).all():
        together += ~state.over & (state.position[:, 0] == state.position[:, 1])
        games.step(np.stack([p(games, side) for side, p in enumerate(players)], axis=1))
    assert state.over.all()
    assert (together < 0.8 * state.turn).mean() > 0.8


@pytest.mark.parametrize(("difference", "first", "last"), [(0.5, 3, 12), (3.0, 20, 100)])
def test_twins_part_early_only_where_another_goal_is_nearly_as_good(difference, first, last):
    games = Games(MazePool.build(preset("lab", cheese=6), 1), 64, auto_reset=False)
    games.state.turn[:] = 5  # both stand at the center
    ratings = np.where(np.arange(6) == 0, 0.0, -difference) * np.ones((64, 1), np.float32)
    commitment, breaker = new_commitment(64), TwinBreaker(64, 0)
    commitment.goal[:] = 0
    ever, parted = np.zeros(64, bool), []
    for _ in range(last):
        breaker.separate(games, 0, ratings, commitment)
        ever |= commitment.goal != 0
        parted.append(ever.mean())
    assert max(parted[: first - 1]) == 0
    assert 0.2 < parted[first - 1] < 0.8
    assert parted[-1] > 0.8
