"""The network in the package: it is there, it says how it was made, and it plays well enough."""

import json

from gradatim.pyrat import preset
from gradatim.pyrat.matches.match import match
from gradatim.pyrat.matches.player_specs import open_contestant
from gradatim.pyrat.players.champion import FOLDER, champion_network


def test_its_card_names_command_seed_hardware_and_time():
    card = json.loads((FOLDER / "card.json").read_text("utf-8"))
    assert {"command", "seed", "hardware", "seconds", "measured"} <= card.keys()
    assert sum(p.numel() for p in champion_network().parameters()) == card["parameters"]


def test_it_takes_more_points_than_greedy():
    with open_contestant("champion") as first, open_contestant("greedy") as second:
        *_, tally = match(first, second, preset("default"), 100)
    assert tally.wins > tally.losses
    assert tally.capped == 0
