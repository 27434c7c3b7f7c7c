"""Rollouts: advantages against a plain sum, rewards, and when a decision is due."""

import numpy as np
import pytest
import torch

from gradatim.recipes.pyrat.ppo_rollouts import gae
from tests.recipes.pyrat.tiny_ppo import tiny_ppo

DEVICE = torch.device("cpu")


def test_advantages_are_sums_of_surprises_to_come():
    """Two games whose decisions are mixed; the second goes on when the rollout ends."""
    games = [0, 1, 0, 1, 0, 1]
    following = np.array([2, 3, 4, 5, -1, -1])
    dt = np.array([3, 1, 2, 4, 5, 0])  # the last decision is open
    random = np.random.default_rng(0)
    value, reward = random.normal(size=6).astype("f"), random.normal(size=6).astype("f")
    gamma, lam = 0.9, 0.7
    found = gae(value, reward, dt, following, [2, 4, 6], gamma, lam)

    for game in (0, 1):
        chain = [i for i in range(6) if games[i] == game and dt[i] > 0]
        later = {i: value[following[i]] if following[i] >= 0 else 0.0 for i in chain}
        surprise = {i: reward[i] + gamma ** dt[i] * later[i] - value[i] for i in chain}
        for at, i in enumerate(chain):
            total, weight = 0.0, 1.0
            for j in chain[at:]:
                total += weight * surprise[j]
                weight *= lam * gamma ** dt[j]
            assert found[i] == pytest.approx(total, abs=1e-5)
    assert found[5] == 0


def test_what_a_critic_should_expect_is_how_the_game_ended():
    """With lambda 1 the target plus the lead that was there is the lead at the end, for all
    decisions of a game that ended; leads are whole and half points."""
    changed = tiny_ppo(
        gae_lambda=1.0, win_coef=0.0, rollout_length=60, opponents=("greedy", "self")
    )
    rollouts = changed.build(DEVICE).batches
    torch.nn.init.normal_(rollouts.model.value.weight, std=0.3)  # values that are not half points
    rollouts.collect()
    ends = rollouts.rollout.target + rollouts.rollout.lead
    whole = (2 * ends - (2 * ends).round()).abs() < 1e-4
    assert whole.float().mean() > 0.6
    assert ends[whole].abs().max() <= 7
    assert (ends[whole] != 0).any()


def test_winning_is_rewarded_once():
    changed = tiny_ppo(
        gae_lambda=1.0, win_coef=100.0, lead_coef=0.0, rollout_length=60, opponents=("greedy",)
    )
    rollouts = changed.build(DEVICE).batches
    rollouts.collect()
    target = rollouts.rollout.target
    ended = target.abs() > 50  # decisions of games that went on are worth what the critic says
    assert ended.any()
    assert torch.allclose(target[ended].abs(), torch.full((int(ended.sum()),), 100.0), atol=1e-3)


def test_a_decision_is_due_when_somebody_has_eaten():
    rollouts = tiny_ppo(opponents=("greedy",)).build(DEVICE).batches
    adapter = rollouts.adapters[0]
    state, waiting = adapter.games.state, np.ones(adapter.games.n, bool)
    for _ in range(40):
        free = state.mud_left[:, adapter.side] == 0
        rows = adapter.due()
        assert np.array_equal(rows, np.flatnonzero(waiting & free))
        if len(rows):
            adapter.observe(rows)
            adapter.set_choices(rows, np.zeros(len(rows), int))
        waiting &= ~free
        left, turn = state.cheese_left.copy(), state.turn.copy()
        rollouts.envs[0].step()
        waiting |= (state.cheese_left != left) | (state.turn < turn)
