"""What the overlays show is what the network computes."""

import numpy as np
import pytest
import torch

from gradatim.pyrat.players.network_player import policy_and_value
from gradatim.views import load
from gradatim.views.pyrat_match.policy_overlay import cell_overlay, policy_overlay


@pytest.fixture(scope="module")
def arena():
    engine = load("pyrat_match")(python="champion", width=9, height=7, cheese=9)
    engine.step(2)
    return engine


def test_thoughts_are_those_of_the_champion(arena):
    model, games = arena.network(1), arena.games
    thought = policy_overlay(model, games, 1)
    policy, values = policy_and_value(model, games, 1, np.array([0]))
    expected = torch.from_numpy(policy[0]).softmax(0).numpy()
    assert np.nan_to_num(thought.probabilities) == pytest.approx(expected, abs=1e-5)
    assert thought.lead == pytest.approx(values[0], abs=1e-4)
    alive = games.state.present[0]
    assert np.isnan(thought.probabilities[~alive]).all()
    rows = thought.attention[:, alive].sum(-1)
    assert rows == pytest.approx(np.ones_like(rows), abs=1e-4)


def test_elsewhere_at_one_s_own_cell_is_here(arena):
    model, games = arena.network(0), arena.games
    if games.state.mud_left[0, 0]:
        pytest.skip("in mud")
    cells = cell_overlay(model, games, 0)
    here = games.state.position[0, 0]
    assert cells.leads[here] == pytest.approx(policy_overlay(model, games, 0).lead, abs=1e-3)
    assert np.isfinite(cells.leads).sum() == games.pool.mazes.n_cells[0]
    weights = games.pool.mazes.weights[0]
    for cell in np.flatnonzero(cells.steps):
        assert weights[cell, cells.steps[cell]] > 0  # no step into a wall
