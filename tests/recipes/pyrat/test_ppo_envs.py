"""Games of several presets and opponents, as PPO plays them."""

import numpy as np
import pytest

from gradatim.errors import UserError
from gradatim.pyrat.players.policy_adapters import FlatPolicy
from gradatim.recipes.pyrat.ppo_envs import check_opponents, make_envs


def envs(*opponents):
    return make_envs(FlatPolicy, ("lab",), opponents, n=6 * len(opponents), n_mazes=2, seed=1)


def play(env, turns):
    """Random turns; gains, results and ends of every turn."""
    random = np.random.default_rng(0)
    rows = []
    for _ in range(turns):
        for adapter in (*env.learners, *([env.past] if env.past else ())):
            due = adapter.due()
            adapter.observe(due)
            adapter.set_choices(due, random.integers(0, 4, len(due)))
        rows.append(env.step())
    return [np.stack(column) for column in zip(*rows, strict=True)]


def test_there_is_a_batch_for_every_opponent():
    found = envs("greedy", "past", "self")
    assert [env.games.n for env in found] == [6, 6, 6]
    assert [len(env.learners) for env in found] == [1, 1, 2]
    assert [env.past is not None for env in found] == [False, True, False]


def test_what_one_side_wins_the_other_loses():
    (env,) = envs("self")
    gain, result, ended = play(env, 60)
    assert gain.any()
    for values in (gain, result):
        assert (values[:, :6] == -values[:, 6:]).all()
    assert (ended[:, :6] == ended[:, 6:]).all()


def test_a_result_comes_only_with_the_end_of_a_game():
    (env,) = envs("greedy")
    _, result, ended = play(env, 320)
    assert ended.any()
    assert not result[~ended].any()


def test_games_go_on_from_what_was_saved():
    (env,), (again,) = envs("greedy"), envs("greedy")
    play(env, 7)
    again.load_state_dict(env.state_dict())
    for ours, theirs in zip(play(env, 30), play(again, 30), strict=True):
        assert (ours == theirs).all()


@pytest.mark.parametrize(
    ("names", "words"),
    [((), "give at least one of random"), (("greddy",), "did you mean 'greedy'")],
)
def test_unknown_opponents_are_refused(names, words):
    with pytest.raises(UserError, match=words):
        check_opponents(names)
