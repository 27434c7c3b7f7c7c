"""The compiled forward pass: the numbers of the network itself, whatever the board."""

import numpy as np
import pytest
import torch

from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig
from gradatim.pyrat import Games, MazePool, player, preset
from gradatim.pyrat.players.network_kernels import compiled_policy_and_value
from gradatim.pyrat.players.network_player import network_input

BOARDS = {
    "walls": preset("walls"),
    "mud of 5 on every passage": preset("course", mud=100, mud_range=(5, 5)),
    "mud of 2 to 20 on every passage": preset("default", mud=100, mud_range=(2, 20)),
    "one piece": preset("default", width=5, height=5, cheese=1),
}


def network():
    torch.manual_seed(0)
    model = CheeseTransformer(CheeseTransformerConfig(width=16, n_layers=2, hidden=32))
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.4)
    return model.eval()


def midgame(board, n=20):
    """Games in the middle of things: players in mud, cheese gone."""
    games = Games(MazePool.build(board, 3), n, seed=2)
    sides = player("random", seed=1), player("greedy", seed=2)
    for _ in range(25):
        games.step(np.stack([act(games, side) for side, act in enumerate(sides)], axis=1))
    return games


@torch.no_grad()
def by_torch(model, games, side, rows):
    seen = network_input(games, side, rows)
    output = model(seen.tokens, seen.between, seen.summary)
    policy = np.full((games.n, games.state.slots.shape[1]), -np.inf, np.float32)
    policy[rows[:, None], seen.slots.numpy()] = output.policy.numpy()
    return policy, output.value.numpy()


@pytest.mark.parametrize("board", BOARDS)
@pytest.mark.parametrize("side", [0, 1])
def test_it_computes_what_the_network_computes(board, side):
    games, model = midgame(BOARDS[board]), network()
    rows = np.flatnonzero(games.state.cheese_left > 0)[::-1].copy()
    policy, values = compiled_policy_and_value(model, games, side, rows)
    wanted, wanted_values = by_torch(model, games, side, rows)
    np.testing.assert_allclose(policy, wanted, atol=2e-3)
    np.testing.assert_allclose(values, wanted_values, atol=2e-3)


def test_it_sees_what_the_network_has_learned():
    games, model, rows = midgame(BOARDS["walls"]), network(), np.arange(4)
    compiled_policy_and_value(model, games, 0, rows)
    with torch.no_grad():
        model.value.bias += 1
    _, values = compiled_policy_and_value(model, games, 0, rows)
    np.testing.assert_allclose(values, by_torch(model, games, 0, rows)[1], atol=2e-3)


def test_a_board_that_is_mud_all_over_looks_like_an_open_one():
    """Five turns for every passage instead of one, and the same cheese: the same thoughts."""
    found = []
    for turns in (1, 5):
        kind = preset("course", mud=0 if turns == 1 else 100, mud_range=(5, 5))
        games = Games(MazePool.build(kind, 1), 1)
        cells = np.random.default_rng(0).permutation(21 * 15)
        games.place(np.zeros(1), cells[None, :2], cells[None, 2:42])
        assert games.pool.time_units.tolist() == [turns]
        found.append(compiled_policy_and_value(network(), games, 0, np.arange(1))[0])
    np.testing.assert_allclose(*found, atol=2e-3)
