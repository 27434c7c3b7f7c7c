"""A network as a player: what it sees, and that it keeps to its goal."""

import numpy as np
import pytest
import torch

from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig
from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.players.network_player import NetworkPlayer, network_input, policy_and_value

KIND = preset("walls", width=9, height=8, cheese=7)


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    made = CheeseTransformer(CheeseTransformerConfig(width=16, n_layers=1, hidden=16))
    for parameter in made.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    return made.eval()


def games(n=6):
    return Games(MazePool.build(KIND, 3), n, seed=1, auto_reset=False)


def test_every_piece_that_is_left_is_a_token_and_eaten_ones_are_not():
    board = games()
    seen = network_input(board, 0, np.arange(board.n))
    assert seen.tokens.shape[:2] == seen.slots.shape == (6, 7)
    assert seen.between.shape == (6, 7, 7)
    torch.testing.assert_close(seen.between, seen.between.mT)
    board.state.cheese[0, board.state.slots[0, 3]] = False
    board.state.present[0, 3] = False
    seen = network_input(board, 0, np.arange(1))
    assert seen.slots.tolist() == [[0, 1, 2, 4, 5, 6]]


def test_only_the_games_that_are_asked_about_get_a_policy(model):
    board = games()
    policy, values = policy_and_value(model, board, 0, np.array([1, 4]))
    assert values.shape == (2,)
    asked = np.isfinite(policy).all(1)
    assert asked.tolist() == [False, True, False, False, True, False]


def test_every_step_is_the_first_of_a_shortest_way_to_its_goal(model):
    board, player = games(), NetworkPlayer(model)
    still, n_steps = np.zeros(board.n, np.int8), 0
    for _ in range(12):
        state = board.state
        places, free = state.position[:, 0].copy(), (state.mud_left[:, 0] == 0) & ~state.over
        actions = player(board, 0)
        for g in np.flatnonzero(free):
            goal = player.commitment.goal[g]
            assert state.present[g, goal]
            ways = board.pool.mazes.first_moves[state.maze[g], places[g], state.slots[g, goal]]
            assert ways >> (int(actions[g]) - 1) & 1
            n_steps += 1
        board.step(np.stack([actions, still], axis=1))
    assert n_steps > 40
