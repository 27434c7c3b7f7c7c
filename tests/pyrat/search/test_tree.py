"""The two trees: what they count adds up, and each finds the answer to the other."""

import numpy as np
import pytest

from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.search.distance_tables import empty_tables, precompute_distances
from gradatim.pyrat.search.opponent_model import OPPONENT_TYPES, PLANNER, STYLES
from gradatim.pyrat.search.task import ME, OPPONENT, SearchOptions, SearchTask
from gradatim.pyrat.search.tree import (
    N_ROOT,
    NODES,
    empty_trees,
    fade,
    init_roots,
    root_statistics,
    search,
)

N = 4
TO_WIN = len(OPPONENT_TYPES) - 1


@pytest.fixture(scope="module")
def games():
    return Games(MazePool.build(preset("walls"), 3), N, seed=1)


def searched(games, *, n_rollouts=100, options=None, goal_prior=None, seed=3, kind=TO_WIN, side=0):
    """Trees of a search against one type of opponent, and what their roots say."""
    state, n = games.state, games.n
    K = state.slots.shape[1]
    tables, trees = empty_tables(n, state.cheese.shape[1], K), empty_trees(n, 2000, seed)
    active = np.ones(n, np.bool_)
    precompute_distances(0, n, state, games.pool.mazes, active, tables)
    task = SearchTask(
        side=side,
        active=active,
        n_rollouts=n_rollouts,
        belief=np.tile(np.eye(len(OPPONENT_TYPES))[kind], (n, 1)),
        styles=STYLES,
        opponent_goals=np.full((n, len(OPPONENT_TYPES)), -1, np.int16),
        goal_prior=np.ones((n, 2, K), np.float32) if goal_prior is None else goal_prior,
    )
    init_roots(0, n, active, trees)
    search(0, n, state, games.pool.mazes, tables, task, options or SearchOptions(), trees)
    values, visits = np.empty((n, K), np.float32), np.empty((n, K), np.int32)
    root_statistics(0, n, active, trees, values, visits)
    return trees, values, visits


def root_edges(trees, g, who):
    first, n = trees.first_edge[g, 0, who], trees.n_edges[g, 0, who]
    return slice(first, first + n)


@pytest.mark.parametrize("kind", range(len(OPPONENT_TYPES)))
def test_rollouts_against_a_greedy_type_are_played_to_the_end(games, kind):
    """Their values are those of results: a win, a draw or a loss, where the lead counts nothing."""
    trees, _, _ = searched(games, kind=kind, options=SearchOptions(lead_weight=0.0))
    sums = trees.value_sum[0, root_edges(trees, 0, ME)]
    assert ((2 * sums) % 1 == 0).all() == (kind < PLANNER)


@pytest.mark.parametrize("kind", range(len(OPPONENT_TYPES)))
def test_every_rollout_is_counted_once_by_each_who_chooses(games, kind):
    trees, values, visits = searched(games, kind=kind)
    assert (trees.visits[:, 0] == 100).all()
    assert (visits.sum(1) == 100).all()
    assert ((visits > 0).sum(1) <= N_ROOT).all()
    for g in range(N):
        opposed = trees.edge_visits[g, root_edges(trees, g, OPPONENT)].sum()
        assert opposed == (100 if kind == TO_WIN else 0)  # a known type chooses nothing
        assert trees.visits[g, 1 : trees.used[g, NODES]].max() < 100
    tried = visits > 0
    assert ((values[tried] >= 0) & (values[tried] <= 1)).all()


def test_what_one_gains_the_other_loses(games):
    trees, *_ = searched(games)
    for g in range(N):
        total = sum(trees.value_sum[g, root_edges(trees, g, who)].sum() for who in (ME, OPPONENT))
        assert total == pytest.approx(100, abs=1e-2)


def test_both_sides_of_a_game_search_the_same(games):
    """The opponent of side 0 is side 1: with the sides swapped, the edges swap too."""
    one, *_ = searched(games)
    two, *_ = searched(games, side=1)
    for g in range(N):
        for who in (ME, OPPONENT):
            a, b = root_edges(one, g, who), root_edges(two, g, 1 - who)
            np.testing.assert_array_equal(one.goal[g, a], two.goal[g, b])


def test_the_same_seed_grows_the_same_tree(games):
    """Against `greedy`, whose ties are random."""
    a, b, c = (searched(games, seed=seed, kind=0)[0].visits for seed in (3, 3, 4))
    assert np.array_equal(a, b)
    assert not np.array_equal(a, c)


@pytest.mark.parametrize("who", [ME, OPPONENT])
def test_a_prior_draws_visits_to_its_goal(games, who):
    plain, *_ = searched(games)
    K = games.state.slots.shape[1]
    prior = np.full((N, 2, K), 1e-4, np.float32)
    for g in range(N):
        edges = root_edges(plain, g, who)
        hardly = plain.goal[g, edges][plain.edge_visits[g, edges].argmin()]
        prior[g, who, hardly] = 1e4
    drawn, *_ = searched(games, goal_prior=prior)
    for g in range(N):
        edges = root_edges(plain, g, who)
        wanted = plain.edge_visits[g, edges].argmin()
        assert drawn.edge_visits[g, edges][wanted] > plain.edge_visits[g, edges][wanted]


def test_a_full_tree_goes_on_with_what_it_has(games):
    trees, _, visits = searched(games, n_rollouts=20_000)
    assert (trees.used[:, NODES] <= 2000).all()
    assert (visits.sum(1) == 20_000).all()


def test_fading_keeps_the_mean_values(games):
    trees, *_ = searched(games)
    before, sums = trees.edge_visits.copy(), trees.value_sum.copy()
    fade(0, N, np.arange(N) > 0, trees)
    np.testing.assert_array_equal(trees.edge_visits[0], before[0])
    assert trees.edge_visits[1:].sum() < before[1:].sum()
    tried = before > 0
    means = trees.value_sum[tried] / trees.edge_visits[tried]
    np.testing.assert_allclose(means, sums[tried] / before[tried], rtol=1e-5)
