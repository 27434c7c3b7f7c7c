"""A network as a player: twins separate."""

import numpy as np

from gradatim.pyrat import preset
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.players.champion import champion


def test_two_champions_that_start_on_one_cell_do_not_walk_together_to_the_end():
    games = Games(MazePool.build(preset("default", turn_cap=300), 4), 8, auto_reset=False)
    players = champion(0), champion(1)
    state, together = games.state, np.zeros(8)
    while not (state.over | state.capped).all():
        together += ~state.over & (state.position[:, 0] == state.position[:, 1])
        games.step(np.stack([p(games, side) for side, p in enumerate(players)], axis=1))
    assert state.over.all()
    assert (together < state.turn / 2).mean() > 0.7
