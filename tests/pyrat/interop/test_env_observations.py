"""What an environment shows: masks of walls, the nearest cheese, the potential of shaping."""

import numpy as np
import pytest

from gradatim.pyrat import preset

pytest.importorskip("pettingzoo")
pytest.importorskip("gymnasium")
from gradatim.pyrat.game.observations import N_NEAREST
from gradatim.pyrat.interop.env_observations import potential
from gradatim.pyrat.interop.gym_envs import PyRatEnv, PyRatVector

SMALL = preset("lab", width=5, height=5, cheese=6)


def test_only_steps_into_walls_are_masked():
    env = PyRatVector(8, preset("walls", width=6, height=5, cheese=5), n_mazes=8)
    found, (_, info) = set(), env.reset(seed=1)
    for turn in range(40):
        masks, state = info["action_mask"], env.games.state
        where, mud = state.position[:, 0].copy(), state.mud_left[:, 0].copy()
        assert masks.any(1).all()
        action = np.full(8, 1 + turn % 4)
        _, _, over, capped, info = env.step(action)
        moved = (state.position[:, 0] != where) | (state.mud_left[:, 0] > 0)
        asked = (mud == 0) & ~env.finished & ~over & ~capped & (state.turn > 0)
        assert (moved == masks[np.arange(8), action])[asked].all()
        found |= set(moved[asked].tolist())
    assert found == {False, True}


def test_shaping_changes_the_discounted_return_of_a_game_by_a_constant():
    discount = 0.9

    def returns(shaping):
        env = PyRatEnv(SMALL, n_mazes=2, shaping=shaping, discount=discount)
        env.reset(seed=4)
        first = potential(env.vector.games, 0)[0]
        total, factor, done, rng = 0.0, 1.0, False, np.random.default_rng(7)
        while not done:
            _, reward, over, capped, _ = env.step(int(rng.integers(5)))
            total, factor, done = total + factor * reward, factor * discount, over or capped
        assert over
        return total, first

    plain, first = returns(0.0)
    shaped, _ = returns(2.0)
    assert 0 < first < 1
    assert shaped == pytest.approx(plain - 2 * first)


def test_the_nearest_cheeses_come_first_and_a_step_towards_them_is_seen():
    env = PyRatVector(16, "walls", observation="nearest", n_mazes=4)
    seen, _ = env.reset(seed=0)
    for _ in range(30):
        nearness = seen[:, : 8 * N_NEAREST].reshape(16, N_NEAREST, 8)
        assert (np.diff(nearness[:, :, 0], axis=1) <= 0).all()
        before = nearness[:, 0, 0]
        cheese, mud = env.games.state.cheese_left.copy(), env.games.state.mud_left[:, 0] > 0
        seen, *_ = env.step(nearness[:, 0, 4:].argmax(1) + 1)
        same = (cheese == env.games.state.cheese_left) & ~mud
        assert (seen[:, 0][same] > before[same]).all()  # it came nearer
