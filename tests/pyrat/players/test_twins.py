"""Two copies of a player that start on one cell part, whatever kind of player it is."""

import numpy as np
import pytest

from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.players.champion import champion
from gradatim.pyrat.search.player import SearchPlayer


@pytest.mark.parametrize("make", [champion, lambda seed: SearchPlayer(rollouts=15, seed=seed)])
def test_two_copies_do_not_walk_together_to_the_end(make):
    games = Games(MazePool.build(preset("default", turn_cap=400), 4), 8, auto_reset=False)
    players, state, together = (make(0), make(1)), games.state, np.zeros(8)
    while not (state.over | state.capped).all():
        together += ~state.over & (state.position[:, 0] == state.position[:, 1])
        games.step(np.stack([p(games, side) for side, p in enumerate(players)], axis=1))
    assert state.over.all()
    assert (together < 0.8 * state.turn).mean() > 0.8
