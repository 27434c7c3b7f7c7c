"""The exact solver against brute force, against itself, and against the rules of the game."""

import numpy as np
import pytest

from gradatim.errors import UserError
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze import Maze
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.game.official import official_game
from gradatim.pyrat.game.presets import preset
from gradatim.pyrat.solver.move_graph import node_of
from gradatim.pyrat.solver.solution import MOST_STATES, Situation, n_states, solve
from tests.pyrat.solver import brute_force

SQUARE = {0: {1: 1, 2: 1}, 1: {0: 1, 3: 1}, 2: {0: 1, 3: 1}, 3: {1: 1, 2: 1}}
MUDDY = {0: {1: 1, 3: 3}, 1: {0: 1, 2: 1}, 2: {1: 1, 5: 1}, 3: {0: 3, 4: 2}, 4: {3: 2, 5: 1}}
MUDDY[5] = {4: 1, 2: 1}
OPEN = {
    row * 3 + column: {
        r * 3 + c: 1 for r in range(3) for c in range(3) if abs(r - row) + abs(c - column) == 1
    }
    for row in range(3)
    for column in range(3)
}


def situation_of(solution, state) -> Situation:
    places, cheese, lead = state
    nodes = [
        node_of(solution.graph, solution.maze, cell, -1 if target is None else target, left)
        for cell, target, left in places
    ]
    left = sum(1 << k for k, cell in enumerate(solution.cheese) if cell in cheese)
    return Situation((nodes[0], nodes[1]), left, lead)


@pytest.mark.parametrize(
    ("graph", "size", "starts", "cheese", "lead"),
    [
        (SQUARE, (2, 2), (0, 3), [1, 2], 0),
        (SQUARE, (2, 2), (0, 0), [1, 2, 3], 0),
        (MUDDY, (3, 2), (0, 2), [3, 5], 0),
        (MUDDY, (3, 2), (1, 1), [3, 4], 1),
        (OPEN, (3, 3), (4, 4), [0, 2, 7], 0),
        (OPEN, (3, 3), (3, 4), [0, 8], -1),
    ],
)
def test_every_value_of_a_tiny_board_is_that_of_brute_force(graph, size, starts, cheese, lead):
    maze = Maze.from_dict(graph, *size)
    solution = solve(maze, cheese, lead=lead)
    start = (tuple((cell, None, 0) for cell in starts), frozenset(cheese), lead)
    sweeps = 60
    expected = brute_force.values(maze, start, sweeps)
    assert len(expected) > 10
    for state, value in expected.items():
        # A game that is cut off after 60 turns is worth a little less to who could wait longer.
        assert solution.value(situation_of(solution, state)) == pytest.approx(value, abs=5e-3)
    sure = [v for v in expected.values() if v in (0, 0.5, 1)]
    assert len(sure) > len(expected) / 2


def board(seed=1, **changes):
    options = {"width": 4, "height": 4, "cells": 100, "cheese": 4, "starts": "random"}
    kind = preset("default", **{**options, **changes})
    return kind, official_game(kind, seed)


def test_one_turn_is_that_of_the_engine():
    kind, game = board(mud=50, mud_range=(2, 4))
    solution = solve(game.maze, game.cheese)
    games = Games(MazePool.of([game.maze], kind), 64, auto_reset=False)
    games.place(np.zeros(64, int), np.tile(game.starts, (64, 1)), np.tile(game.cheese, (64, 1)))
    random = np.random.default_rng(0)
    now = [solution.situation(games, g) for g in range(64)]
    assert now[0] == solution.start(game.starts)
    for _ in range(60):
        actions = random.integers(0, 5, (64, 2))
        going = ~games.state.over
        games.step(actions)
        for g in np.flatnonzero(going):
            now[g] = solution.after(now[g], actions[g].tolist())
            assert now[g] == solution.situation(games, g)
            assert solution.is_over(now[g]) == games.state.over[g]
    assert games.state.over.any()


def test_a_value_is_the_mean_result_of_optimal_play():
    """What the strategies promise in every turn, and what they get on average, is the value."""
    _, game = board(seed=5, mud=0, walls=0)
    solution = solve(game.maze, game.cheese)
    n_cheese = len(game.cheese)
    layer = solution.position.values[solution.position.layer[2**n_cheese - 1, 0]]
    x, y = np.argwhere((layer > 0.1) & (layer < 0.4))[0]
    start = Situation((int(x), int(y)), 2**n_cheese - 1, 0)
    value = solution.value(start)
    random = np.random.default_rng(0)
    mixed, results = 0, []
    for _ in range(100):
        now = start
        for _ in range(60):
            if solution.is_over(now):
                break  # where whoever moves first loses, both wait, and the game is drawn
            best = solution.decision(now)
            assert best.value == pytest.approx(solution.value(now), abs=1e-5)
            (mine, theirs), payoffs = best.strategies, best.payoffs
            assert (mine @ payoffs).min() == pytest.approx(best.value, abs=1e-6)
            assert (payoffs @ theirs).max() == pytest.approx(best.value, abs=1e-6)
            mixed += mine.max() < 0.99
            chosen = [
                random.choice(actions, p=strategy / strategy.sum())
                for actions, strategy in zip(best.actions, best.strategies, strict=True)
            ]
            now = solution.after(now, chosen)
        results.append(solution.value(now) if solution.is_over(now) else 0.5)
    assert mixed > 0
    error = 4 * np.std(results) / np.sqrt(len(results)) + 1e-3
    assert np.mean(results) == pytest.approx(value, abs=error)


def test_players_exchanged():
    _, game = board(seed=5, mud=30)
    solution = solve(game.maze, game.cheese)
    start = solution.start(game.starts)
    back = solution.start(game.starts[::-1])
    assert solution.value(start) == pytest.approx(1 - solution.value(back), abs=1e-6)


def test_an_ending_with_a_lead_is_that_of_the_whole_game():
    _, game = board(seed=2, mud=0)
    whole = solve(game.maze, game.cheese)
    for lead in (-2, -1, 0, 1, 2):
        ending = solve(game.maze, game.cheese[:2], lead=lead)
        now = ending.start(game.starts)
        of_whole = Situation(now.nodes, 3, lead)
        assert ending.value(now) == pytest.approx(whole.value(of_whole), abs=1e-9)


def test_a_board_too_large_says_how_large_it_may_be():
    game = official_game(preset("walls"), 0)
    with pytest.raises(UserError, match="at most 4 pieces can be solved here"):
        solve(game.maze, game.cheese)
    assert n_states(game.maze, 4) <= MOST_STATES < n_states(game.maze, 5)


def test_progress_is_told_up_to_the_last_layer():
    _, game = board(seed=2, mud=0)
    told = []
    solution = solve(game.maze, game.cheese, on_layers=lambda done, of: told.append((done, of)))
    n_layers = len(solution.position.values)
    assert told[-1] == (n_layers, n_layers)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert len(told) > 2


def test_states_of_an_open_board():
    """Ten by ten with seven pieces: 10,000 pairs, and 743 sets with their leads of either sign."""
    game = official_game(preset("course", width=10, height=10, cheese=7), 0)
    sets = [1, 7, 21, 35, 35, 21, 7, 1]
    by_hand = sum(sets[n] * (min(n, 7 - n) + 1) for n in range(1, 8))
    assert n_states(game.maze, 7) == 10_000 * by_hand


@pytest.mark.parametrize(
    ("cheese", "words"), [([1, 1], "one cell is named twice"), ([99], "cell 99 is not in the maze")]
)
def test_wrong_cheese(cheese, words):
    with pytest.raises(UserError, match=words):
        solve(Maze.from_dict(SQUARE, 2, 2), cheese)
