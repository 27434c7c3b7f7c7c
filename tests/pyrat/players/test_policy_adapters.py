"""Adapters: neither they nor the order of the cheese changes what a network predicts."""

import numpy as np
import pytest
import torch

from gradatim.pyrat import Games, MazePool, player, preset
from gradatim.pyrat.players.policy_adapters import ADAPTERS, NO_CHOICE, GoalPolicy
from tests.pyrat.players.tiny_networks import NAMES, tiny_network


def some_games(name, n=12):
    """Games in their middle, on a board that the network can play."""
    kind = preset("lab", starts="random") if name == "board-mlp" else preset("walls")
    games = Games(MazePool.build(kind, 4), n)
    rat, python = player("greedy"), player("random")
    for _ in range(15):
        games.step(np.stack([rat(games, 0), python(games, 1)], axis=1))
    return games


def copy(games, *, swap=False, order=None):
    """The same games at the same moment, with adapters swapped or cheeses in another order."""
    other = Games(games.pool, games.n)
    for name, array in games.state._asdict().items():
        mine = getattr(other.state, name)
        mine[...] = array[:, ::-1] if swap and array.shape[1:] == (2,) else array
    if order is not None:
        other.state.slots[...] = games.state.slots[:, order]
        other.state.present[...] = games.state.present[:, order]
        other.state.between[...] = games.state.between[:, order][:, :, order]
    return other


@torch.no_grad()
def opinion(model, games, side):
    """What a network predicts for every cell (of a goal) or step, and of the game."""
    adapter = ADAPTERS[type(model)](games, side)
    rows = np.arange(games.n)
    policy, value = adapter.evaluate(model, adapter.observe(rows))
    if not isinstance(adapter, GoalPolicy):
        return policy, value
    cells = torch.full((games.n, games.state.cheese.shape[1]), NO_CHOICE)
    where = torch.from_numpy(
        np.take_along_axis(games.state.slots, adapter.slots, 1).astype(np.int64)
    )
    there = policy > NO_CHOICE
    for row in range(games.n):
        cells[row, where[row, there[row]]] = policy[row, there[row]]
    return cells, value


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("side", [0, 1])
def test_players_who_swap_sides_get_the_same_answer(name, side):
    model, games = tiny_network(name), some_games(name)
    policy, value = opinion(model, games, side)
    swapped_policy, swapped_value = opinion(model, copy(games, swap=True), 1 - side)
    assert policy[policy > NO_CHOICE].std() > 0.02
    assert torch.allclose(policy, swapped_policy, atol=1e-3)
    assert torch.allclose(value, swapped_value, atol=1e-3)


@pytest.mark.parametrize("name", ["board-convnet", "board-mlp"])
def test_the_order_of_the_cheeses_does_not_matter(name):
    model, games = tiny_network(name), some_games(name)
    order = np.random.default_rng(0).permutation(games.state.slots.shape[1])
    policy, value = opinion(model, games, 0)
    other_policy, other_value = opinion(model, copy(games, order=order), 0)
    assert torch.allclose(policy, other_policy, atol=1e-3)
    assert torch.allclose(value, other_value, atol=1e-3)


@torch.no_grad()
def test_the_order_of_the_tokens_does_not_matter():
    """Of the same tokens: a greedy_rollout in them breaks ties by the order of the game's list."""
    model, games = tiny_network("cheese-transformer"), some_games("cheese-transformer")
    tokens, between, summary = GoalPolicy(games, 0).observe(np.arange(games.n))
    policy, value = GoalPolicy.evaluate(model, (tokens, between, summary))
    left = int((tokens[..., 0] > 0).sum(1).min())
    order = torch.cat([torch.arange(left).flip(0), torch.arange(left, tokens.shape[1])])
    mixed = tokens[:, order], between[:, order][:, :, order], summary
    other_policy, other_value = GoalPolicy.evaluate(model, mixed)
    assert torch.allclose(policy[:, order], other_policy, atol=1e-3)
    assert torch.allclose(value, other_value, atol=1e-3)


def test_walls_are_no_choice():
    games = some_games("board-convnet")
    policy, _ = opinion(tiny_network("board-convnet"), games, 0)
    state = games.state
    free = state.mud_left[:, 0] == 0
    weights = games.pool.mazes.weights[state.maze, state.position[:, 0]]
    assert np.array_equal((policy > NO_CHOICE).numpy()[free], (weights[:, 1:] > 0)[free])


def test_collated_observations_are_evaluated_as_if_alone():
    model, games = tiny_network("cheese-transformer"), some_games("cheese-transformer")
    adapter = GoalPolicy(games, 0)
    parts = [adapter.observe(np.array([row])) for row in range(games.n)]
    together = GoalPolicy.evaluate(model, GoalPolicy.collate(parts))
    for row, part in enumerate(parts):
        policy, value = GoalPolicy.evaluate(model, part)
        assert torch.allclose(policy[0], together.policy[row, : policy.shape[1]], atol=1e-3)
        assert torch.allclose(value[0], together.value[row], atol=1e-3)
