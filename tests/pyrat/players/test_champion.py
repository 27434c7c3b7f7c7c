"""The network in the package: it is there, it says how it was made, and it plays well enough."""

import json

import numpy as np

from gradatim.pyrat import preset
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.matches.match import match
from gradatim.pyrat.matches.player_specs import open_contestant
from gradatim.pyrat.players.champion import FOLDER, champion, champion_network


def test_its_card_names_command_seed_hardware_and_time():
    card = json.loads((FOLDER / "card.json").read_text("utf-8"))
    assert {"command", "seed", "hardware", "seconds", "measured"} <= card.keys()
    assert sum(p.numel() for p in champion_network().parameters()) == card["parameters"]


def test_it_takes_more_points_than_greedy():
    with open_contestant("champion") as first, open_contestant("greedy") as second:
        *_, tally = match(first, second, preset("default"), 100)
    assert tally.wins > tally.losses
    assert tally.capped == 0


def test_two_champions_that_start_on_one_cell_do_not_walk_together_to_the_end():
    games = Games(MazePool.build(preset("default", turn_cap=300), 4), 8, auto_reset=False)
    players = champion(0), champion(1)
    state, together = games.state, np.zeros(8)
    while not (state.over | state.capped).all():
        together += ~state.over & (state.position[:, 0] == state.position[:, 1])
        games.step(np.stack([p(games, side) for side, p in enumerate(players)], axis=1))
    assert state.over.all()
    assert (together < state.turn / 2).mean() > 0.7
