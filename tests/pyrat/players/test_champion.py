"""The network in the package: it is there, it says how it was made, and it plays well enough."""

import json

import pytest
import torch

from gradatim.pyrat import preset
from gradatim.pyrat.matches.match import match
from gradatim.pyrat.matches.player_specs import open_contestant
from gradatim.pyrat.players.champion import CHAMPIONS, FOLDER, champion_network


@pytest.mark.parametrize("name", CHAMPIONS)
def test_its_card_names_command_seed_hardware_and_time(name):
    card = json.loads((FOLDER.with_name(name) / "card.json").read_text("utf-8"))
    assert {"command", "seed", "hardware", "seconds", "measured"} <= card.keys()
    assert sum(p.numel() for p in champion_network(name).parameters()) == card["parameters"]


def test_opening_it_leaves_the_random_numbers_that_come_next():
    champion_network.cache_clear()  # else a second run of a process would be another one
    before = torch.get_rng_state()
    champion_network()
    assert torch.equal(torch.get_rng_state(), before)


def test_it_takes_more_points_than_greedy():
    with open_contestant("champion") as first, open_contestant("greedy") as second:
        *_, tally = match(first, second, preset("default"), 100)
    assert tally.wins > tally.losses
    assert tally.capped == 0


def test_it_beats_the_one_before():
    """Measured on 200 games of `course`: 88 % of the points."""
    with open_contestant("champion") as first, open_contestant("champion-1") as second:
        *_, tally = match(first, second, preset("course"), 60)
    assert tally.wins + tally.draws / 2 > 0.65 * tally.games
