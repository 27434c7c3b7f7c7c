"""Exact endings: nothing is given away, and what is as good is left to the search."""

import numpy as np
import pytest

from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.search.endings import Endings
from gradatim.pyrat.search.player import SearchPlayer
from gradatim.pyrat.solver.solution import solve

KIND = preset("default", width=5, height=4, cheese=3, starts="random", turn_cap=100)


def new_games(n=12):
    games = Games(MazePool.build(KIND, n, seed=5), n, seed=3, auto_reset=False)
    games.place(np.arange(n), games.state.position.copy() * 0 + _cells(games), _cheese(games))
    return games


def _cells(games):
    return games.pool.mazes.order[:, :2]


def _cheese(games):
    return games.pool.mazes.order[:, 5:8]


def exact_actions(solutions, games, side, random):
    actions = np.zeros(games.n, np.int8)
    going = ~(games.state.over | games.state.capped) & (games.state.mud_left[:, side] == 0)
    for g in np.flatnonzero(going):
        best = solutions[g].decision(solutions[g].situation(games, g))
        strategy = np.maximum(best.strategies[side], 0)
        actions[g] = random.choice(best.actions[side], p=strategy / strategy.sum())
    return actions


@pytest.mark.parametrize("side", [0, 1])
def test_on_small_boards_the_search_gives_nothing_away(side):
    games, random = new_games(), np.random.default_rng(0)
    state = games.state
    solutions = [solve(games.pool.maze(g), state.slots[g], lead=0) for g in range(games.n)]
    wanted = np.array([s.value(s.situation(games, g)) for g, s in enumerate(solutions)])
    searcher = SearchPlayer(rollouts=5)
    while not (state.over | state.capped).all():
        pair = [searcher(games, side), exact_actions(solutions, games, 1 - side, random)]
        games.step(np.stack(pair if side == 0 else pair[::-1], axis=1))
    lead = state.score[:, 0] - state.score[:, 1]
    results = (1 + np.sign(lead)) / 2
    sure = np.isin(wanted.round(2), (0, 0.5, 1))  # elsewhere chance decides
    assert sure.sum() > 6
    np.testing.assert_allclose(results[sure], wanted[sure], atol=0.01)


def test_an_action_that_loses_nothing_is_kept_and_a_bad_one_is_replaced():
    games = new_games()
    endings = Endings(games.n, 1.0, 0)
    solutions = [solve(games.pool.maze(g), games.state.slots[g]) for g in range(games.n)]
    n_replaced = 0
    for action in range(5):
        actions = np.full(games.n, action, np.int8)
        endings.correct(games, 0, actions)
        for g, solution in enumerate(solutions):
            best = solution.decision(solution.situation(games, g))
            own = best.actions[0]
            sure = action in own and best.payoffs[own.index(action)].min() > best.value - 1e-3
            if sure:
                assert actions[g] == action
            n_replaced += actions[g] != action
    assert n_replaced > games.n


def test_a_large_ending_is_left_alone():
    games = Games(MazePool.build(preset("walls"), 1), 2)
    actions = np.full(2, 3, np.int8)
    Endings(2, 0.04, 0).correct(games, 0, actions)
    assert (actions == 3).all()
