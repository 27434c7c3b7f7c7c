"""Batches labeled by the planner: its values, and exactly the same after a stop."""

import numpy as np
import pytest
import torch

from gradatim.errors import UserError
from gradatim.pyrat.players.planner import plan_values
from gradatim.recipes.pyrat.imitation.planner_dataset import PlannerConfig, PlannerDataset


def dataset(seed=0):
    config = PlannerConfig(presets=("small",), mazes=8)
    return PlannerDataset(config, batch_size=16, seed=seed)


def test_batches_continue_where_they_stopped(tmp_path):
    first = dataset()
    for _ in range(30):
        next(first)
    torch.save(first.state_dict(), tmp_path / "state.pt")
    second = dataset()
    next(second)
    second.load_state_dict(torch.load(tmp_path / "state.pt", weights_only=True))
    for _ in range(60):  # long enough that every env batch plays again
        a, b = next(first), next(second)
        assert all(torch.equal(x, y) for x, y in zip(a, b, strict=True))


def test_batches_hold_the_planners_values():
    made = dataset()
    made.coming.result()  # the games now stand still
    envs = made.envs[0]
    batches = envs.labeled(0, 16)
    values = plan_values(envs.games, envs.side)
    order = np.argsort(envs.games.state.cheese_left, kind="stable")
    for rows, batch in zip(order.reshape(-1, 16), batches, strict=True):
        best = torch.from_numpy(values[rows].max(1))
        assert torch.equal(batch.values.amax(1), best)
        left = torch.from_numpy(envs.games.state.cheese_left[rows].astype(np.int64))
        assert torch.equal((batch.tokens[..., 0] > 0).sum(1), left)


def test_an_unknown_preset_is_refused():
    with pytest.raises(UserError, match="'desert', which is not known"):
        PlannerConfig(presets=("desert",))
