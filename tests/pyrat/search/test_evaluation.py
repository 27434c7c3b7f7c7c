"""What a network says inside the trees: about the very game that would be played to a node."""

import numpy as np
import pytest

from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.players.network_player import policy_and_value
from gradatim.pyrat.players.scripted import towards
from gradatim.pyrat.search.evaluation import LEAST_VISITS, NodeEvaluator
from gradatim.pyrat.search.player import OPTIONS, ROLLOUTS_BETWEEN, SearchPlayer
from gradatim.pyrat.search.task import ME, OPPONENT
from gradatim.pyrat.search.tree import UNRATED, lead_value

from ..players.tiny_networks import tiny_network

SIDE = 1


@pytest.fixture(scope="module")
def network():
    return tiny_network("cheese-transformer")


def searched(network, n_rollouts):
    """A search of one turn, in games in which the opponent has made a step, often into mud."""
    games = Games(MazePool.build(preset("walls", mud=60), 3), 4, seed=1, auto_reset=False)
    step = towards(games, 1 - SIDE, np.full(games.n, 3))
    games.step(np.stack([step, np.zeros_like(step)], axis=1))
    search = SearchPlayer(network=network, rollouts=n_rollouts, seed=2)
    search.prior = np.array([0.1, 0.0, 0.0, 0.1, 0.8])
    search(games, SIDE)
    return games, search


def rated_nodes(trees, g):
    return np.flatnonzero(trees.rating[g, 1 : trees.used[g, 0]] != UNRATED) + 1


def test_a_rating_is_the_networks_value_of_the_game_that_is_played_to_the_node(network):
    games, search = searched(network, ROLLOUTS_BETWEEN + 100)
    state, trees = games.state, search.trees
    waiting = {}  # (game, node): the goals of side 0 and of side 1 that lead there from the root
    for g in range(games.n):
        for node in rated_nodes(trees, g):
            if trees.parent[g, node] == 0:
                waiting[g, node] = trees.chosen[g, node][[OPPONENT, ME]]
    assert len(waiting) > 8
    before = [array.copy() for array in state]
    for (g, node), goals in waiting.items():
        for array, start in zip(state, before, strict=True):
            array[:] = start
        arrived = False
        while not arrived:
            steps = [towards(games, side, np.full(games.n, goals[side])) for side in (0, 1)]
            games.step(np.stack(steps, axis=1))
            free = state.mud_left[g] == 0
            arrived = (free & ~state.present[g, goals]).any()
        lead = [policy_and_value(network, games, side, np.array([g]))[1][0] for side in (0, 1)]
        mean = float(lead[SIDE] - lead[1 - SIDE]) / 2
        expected = lead_value(mean, state.cheese_left[g], OPTIONS)
        assert trees.rating[g, node] == pytest.approx(expected, abs=1e-5)


def test_the_policy_draws_the_priors_of_a_rated_node(network):
    games, search = searched(network, ROLLOUTS_BETWEEN)
    trees = search.trees
    before = trees.prior.copy()
    NodeEvaluator(network, games).rate(
        SIDE, np.ones(games.n, np.bool_), search.tables, trees, OPTIONS
    )
    changed = 0
    for g in range(games.n):
        for node in rated_nodes(trees, g):
            assert trees.visits[g, node] >= LEAST_VISITS
            for who in (ME, OPPONENT):
                first, n = trees.first_edge[g, node, who], trees.n_edges[g, node, who]
                prior = trees.prior[g, first : first + n]
                assert n == 0 or prior.sum() == pytest.approx(1, abs=1e-4)
                changed += int((prior != before[g, first : first + n]).any())
    assert changed > 20


def test_only_a_search_with_time_asks_the_network_inside_its_trees(network):
    _, quick = searched(network, ROLLOUTS_BETWEEN)
    _, slow = searched(network, 2 * ROLLOUTS_BETWEEN)
    assert sum(len(rated_nodes(quick.trees, g)) for g in range(4)) == 0
    assert sum(len(rated_nodes(slow.trees, g)) for g in range(4)) > 20
