"""Values layer by layer: decided games, what is eaten in a turn, and players exchanged."""

import numpy as np
import pytest

from gradatim.pyrat import official_game, preset
from gradatim.pyrat.solver.backward_induction import fill_payoffs, is_free, next_value, value_at
from gradatim.pyrat.solver.matrix_game import MOST, solve
from gradatim.pyrat.solver.solution import solve as solve_board

GAME = official_game(preset("default", width=4, height=3, cells=100, cheese=3, mud=0, walls=0), 2)


@pytest.fixture(scope="module")
def position():
    return solve_board(GAME.maze, GAME.cheese).position


def test_a_lead_that_cannot_be_caught_up_is_a_win(position):
    assert value_at(position, 0b111, 4, 0, 1) == 1
    assert value_at(position, 0b001, -2, 0, 1) == 0
    assert value_at(position, 0, 0, 0, 1) == 0.5


def test_who_steps_on_a_piece_gets_it_and_together_each_half(position):
    cell, free = GAME.cheese[0], next(c for c in range(12) if c not in GAME.cheese)
    assert next_value(position, 0b001, 0, cell, free) == 1
    assert next_value(position, 0b001, 0, free, cell) == 0
    assert next_value(position, 0b001, 0, cell, cell) == 0.5
    assert not is_free(position, 0b001, cell)
    assert is_free(position, 0b110, cell)


def test_every_value_is_that_of_its_matrix_game_and_of_the_players_exchanged(position):
    free = [c for c in range(12) if c not in GAME.cheese]
    for x in free:
        for y in free:
            payoffs = np.zeros((MOST, MOST))
            fill_payoffs(position, 0b111, 0, x, y, payoffs)
            rows, columns = position.n_choices[x], position.n_choices[y]
            value = value_at(position, 0b111, 0, x, y)
            assert solve(payoffs[:rows, :columns])[0] == pytest.approx(value, abs=1e-5)
            assert value == pytest.approx(1 - value_at(position, 0b111, 0, y, x), abs=1e-5)
