"""The tree: what it counts adds up, and priors, exploration and the lead do what they are for."""

import numpy as np
import pytest

from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.search.distance_tables import empty_tables, precompute_distances
from gradatim.pyrat.search.one_sided_tree import (
    MAX_DEPTH,
    N_ROOT,
    OPTIONS,
    empty_trees,
    init_roots,
    root_statistics,
    search,
)
from gradatim.pyrat.search.opponent_model import OPPONENT_TYPES, STYLES
from gradatim.pyrat.search.task import ME, SearchOptions, SearchTask

N = 4


@pytest.fixture(scope="module")
def games():
    return Games(MazePool.build(preset("walls"), 3), N, seed=1)


def searched(games, *, n_rollouts=100, options=None, goal_prior=None, seed=3, kind=1):
    """Trees of a search against one type of opponent, and what their roots say."""
    state = games.state
    K = state.slots.shape[1]
    tables, trees = empty_tables(N, state.cheese.shape[1], K), empty_trees(N, 2000, seed)
    active = np.ones(N, np.bool_)
    precompute_distances(0, N, state, games.pool.mazes, active, tables)
    task = SearchTask(
        side=0,
        active=active,
        n_rollouts=n_rollouts,
        belief=np.tile(np.eye(len(OPPONENT_TYPES))[kind], (N, 1)),
        styles=STYLES,
        opponent_goals=np.full((N, len(OPPONENT_TYPES)), -1, np.int16),
        goal_prior=np.ones((N, 2, K), np.float32) if goal_prior is None else goal_prior,
    )
    init_roots(0, N, active, trees)
    search(0, N, state, games.pool.mazes, tables, task, options or OPTIONS, trees)
    values, visits = np.empty((N, K), np.float32), np.empty((N, K), np.int32)
    root_statistics(0, N, active, trees, values, visits)
    return trees, values, visits


def test_every_rollout_is_counted_once_at_the_root_and_at_one_of_its_goals(games):
    trees, values, visits = searched(games)
    assert (trees.visits[:, 0] == 100).all()
    assert (visits.sum(1) == 100).all()
    assert ((visits > 0).sum(1) <= N_ROOT).all()
    tried = visits > 0
    assert ((values[tried] >= 0) & (values[tried] <= 1)).all()
    total = (np.where(tried, values, 0) * visits).sum(1)
    np.testing.assert_allclose(total, trees.value_sum[:, 0], rtol=1e-4)


def test_priors_of_siblings_add_up_to_one_and_no_plan_is_too_long(games):
    trees, *_ = searched(games, n_rollouts=400)
    for g in range(N):
        depth = {0: 0}
        for node in range(trees.n_nodes[g]):
            first, n = trees.first_child[g, node], trees.n_children[g, node]
            depth |= dict.fromkeys(range(first, first + n), depth[node] + 1)
            if n:
                assert trees.prior[g, first : first + n].sum() == pytest.approx(1, abs=1e-4)
        assert 1 < max(depth.values()) <= MAX_DEPTH


def test_the_same_seed_grows_the_same_tree(games):
    """Against `greedy`, whose ties are random."""
    a, b, c = (searched(games, seed=seed, kind=0)[0].visits for seed in (3, 3, 4))
    assert np.array_equal(a, b)
    assert not np.array_equal(a, c)


def test_more_exploration_spreads_the_visits(games):
    few, many = (
        searched(games, options=SearchOptions(c_puct=c))[2].max(1).mean() for c in (0.01, 30.0)
    )
    assert few > many


def test_a_prior_draws_visits_to_its_goal(games):
    _, _, plain = searched(games)
    wanted = np.where(plain > 0, plain, 1000).argmin(1)  # tried, but hardly
    prior = np.full((N, 2, plain.shape[1]), 1e-4, np.float32)
    prior[np.arange(N), ME, wanted] = 1e4
    _, _, drawn = searched(games, goal_prior=prior)
    assert (drawn[np.arange(N), wanted] > plain[np.arange(N), wanted]).all()


def test_without_weight_of_the_lead_a_value_is_the_fraction_of_games_won(games):
    _, values, visits = searched(games, options=SearchOptions(lead_weight=0.0))
    halves = 2 * values[visits > 0] * visits[visits > 0]
    np.testing.assert_allclose(halves, halves.round(), atol=1e-3)
