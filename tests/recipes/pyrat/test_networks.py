"""Networks by the names that stand in run folders."""

import pytest

from gradatim.recipes.pyrat.networks import build_network, info_of
from tests.pyrat.players.tiny_networks import NAMES, tiny_network


@pytest.mark.parametrize("name", NAMES)
def test_info_builds_the_same_network(name):
    model = tiny_network(name)
    again = build_network(info_of(model))
    again.load_state_dict(model.state_dict())
    assert info_of(again) == info_of(model)
