"""The environments pass the checkers of PettingZoo and Gymnasium, and play our game."""

import warnings

import numpy as np
import pytest

from gradatim.errors import UserError
from gradatim.pyrat import preset

pytest.importorskip("pettingzoo")
pytest.importorskip("gymnasium")

import gymnasium
from gymnasium.utils.env_checker import check_env
from gymnasium.vector import AutoresetMode
from pettingzoo.test import parallel_api_test

from gradatim.pyrat.interop.gym_envs import PyRatEnv, PyRatParallel, PyRatVector

SMALL = preset("lab", width=5, height=5, cheese=6)
OBSERVATIONS = ("nearest", "flat", "planes", "entities")


@pytest.mark.parametrize("observation", OBSERVATIONS)
def test_parallel_environment_passes_the_api_test(observation):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        parallel_api_test(PyRatParallel(SMALL, observation=observation, n_mazes=2), num_cycles=350)


@pytest.mark.parametrize("observation", OBSERVATIONS)
@pytest.mark.filterwarnings("ignore:.*Box observation space")
def test_single_environment_passes_the_checker(observation):
    env = PyRatEnv(SMALL, observation=observation, n_mazes=2, render_mode="ansi")
    check_env(env, skip_render_check=True)
    env.reset(seed=0)
    assert env.render().count("o") == 6
    assert "X" in env.render()  # both start at the center


def test_rewards_of_a_game_sum_to_the_final_lead():
    env = PyRatParallel(SMALL, n_mazes=2)
    env.reset(seed=3)
    total, rng = 0.0, np.random.default_rng(0)
    while env.agents:
        _, reward, over, capped, info = env.step({a: int(rng.integers(5)) for a in env.agents})
        assert reward["rat"] == -reward["python"]
        total += reward["rat"]
    assert over["rat"] or capped["rat"]
    assert total == info["rat"]["score"] - info["python"]["score"]


def roll(env, n_turns, seed):
    rng = np.random.default_rng(1)
    seen = [env.reset(seed=seed)[0]]
    ends = []
    for _ in range(n_turns):
        obs, reward, over, capped, _ = env.step(rng.integers(0, 5, env.num_envs))
        assert env.single_observation_space.contains(obs[0])
        assert obs.shape == env.observation_space.shape
        seen.append(obs)
        ends.append((reward, over | capped))
    return np.stack(seen), ends


def test_vector_environment_repeats_itself_with_the_seed():
    first, _ = roll(PyRatVector(3, SMALL, n_mazes=2), 30, seed=5)
    again, _ = roll(PyRatVector(3, SMALL, n_mazes=2), 30, seed=5)
    other, _ = roll(PyRatVector(3, SMALL, n_mazes=2), 30, seed=6)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("side", [0, 1])
def test_finished_games_of_the_vector_begin_anew_on_the_next_step(side):
    env = PyRatVector(8, SMALL, opponent="planner", n_mazes=2, side=side)
    seen, ends = roll(env, 80, seed=0)
    n_ends = 0
    cheese_left = 13  # the plane that holds the fraction of cheese left
    for t, (_, done) in enumerate(ends[:-1]):
        for g in np.flatnonzero(done):
            n_ends += 1
            assert seen[t + 1, g, cheese_left].max() < 1  # the end itself is seen
            assert seen[t + 2, g, cheese_left].min() == 1  # then a full board
            assert ends[t + 1][0][g] == 0  # the step that begins a game pays nothing
            assert not ends[t + 1][1][g]
    assert n_ends >= 8


def test_a_game_that_is_replaced_at_once_leaves_its_last_observation():
    env = PyRatVector(8, SMALL, n_mazes=2, autoreset_mode=AutoresetMode.SAME_STEP)
    cheese_left, rng, n_ends = 13, np.random.default_rng(0), 0
    env.reset(seed=0)
    for _ in range(60):
        seen, _, over, capped, info = env.step(rng.integers(0, 5, 8))
        for g in np.flatnonzero(over | capped):
            n_ends += 1
            assert seen[g, cheese_left].min() == 1  # a full board
            assert info["final_obs"][g, cheese_left].max() < 1
            assert info["_final_obs"][g]
    assert n_ends >= 8


@pytest.mark.parametrize("name", ["default", "course", "walls", "tournament", "lab"])
def test_gymnasium_makes_one_game_of_every_preset(name):
    env = gymnasium.make(f"gradatim.pyrat.environments:gradatim/PyRat-{name}-v0", n_mazes=1)
    seen, info = env.reset(seed=0)
    assert env.observation_space.contains(seen)
    assert env.unwrapped.action_masks().tolist() == info["action_mask"].tolist()


def test_gymnasium_makes_many_games_with_options():
    many = gymnasium.make_vec(
        "gradatim.pyrat.environments:gradatim/PyRat-lab-v0",
        3,
        opponent="random",
        observation="nearest",
        autoreset_mode="SameStep",
    )
    assert isinstance(many, PyRatVector)
    assert many.observation_space.shape == (3, 76)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"opponent": "greddy"}, "did you mean 'greedy'"),
        ({"observation": "plane"}, "did you mean 'planes'"),
        ({"side": 2}, "side is 0 or 1"),
        ({"shaping": -1.0}, "shaping is 0 or more"),
    ],
)
def test_wrong_arguments_are_refused(arguments, words):
    with pytest.raises(UserError, match=words):
        PyRatVector(1, SMALL, n_mazes=1, **arguments)
