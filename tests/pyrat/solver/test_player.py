"""The exact player: it promises the value, and takes what an opponent that errs gives away."""

import numpy as np
import pytest

from gradatim.pyrat import Games, MazePool, player, preset
from gradatim.pyrat.solver.player import ExactPlayer, solution_of, strategy
from gradatim.pyrat.solver.solution import Decision

KIND = preset("default", width=4, height=4, cells=100, cheese=3, starts="random", mud=0)


def decision(payoffs, value, mixed=None):
    payoffs = np.array(payoffs, float)
    chances = mixed or [np.full(n, 1 / n) for n in payoffs.shape]
    return Decision(value, tuple(list(range(n)) for n in payoffs.shape), payoffs, tuple(chances))


def test_of_two_optimal_actions_the_one_that_gets_more_from_errors():
    assert strategy(decision([[0.5, 0.5], [0.5, 1.0]], 0.5), 0).tolist() == [0, 1]
    assert strategy(decision([[0.5, 0.0], [0.5, 0.5]], 0.5), 1).tolist() == [0, 1]


def test_where_no_action_is_safe_it_plays_at_random():
    pennies = decision([[1, 0], [0, 1]], 0.5, [np.array([0.5, 0.5])] * 2)
    assert strategy(pennies, 0) == pytest.approx([0.5, 0.5])


def test_against_a_random_player_it_gets_at_least_the_value():
    games = Games(MazePool.build(KIND, 8), 16, auto_reset=False, seed=1)
    values = []
    for g in range(16):
        solution = solution_of(games, g)
        values.append(solution.value(solution.situation(games, g)))
    players = ExactPlayer(seed=0), player("random", seed=3)
    for _ in range(300):
        if (games.state.over | games.state.capped).all():
            break
        games.step(np.stack([act(games, side) for side, act in enumerate(players)], axis=1))
    lead = games.state.score[:, 0] - games.state.score[:, 1]
    results = (1 + np.sign(lead)) / 2
    sure = np.isclose(values, 1, atol=1e-3)
    assert sure.any()
    assert (results[sure] == 1).all()
    assert results.mean() >= np.mean(values)
