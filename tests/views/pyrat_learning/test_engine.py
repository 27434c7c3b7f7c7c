"""A player that learns now: it gets better, in the game that is shown it plays legal moves."""

import numpy as np
import pytest

from gradatim.views import load


def test_it_learns_to_beat_a_random_player_and_shows_its_games():
    engine = load("pyrat_learning")(opponent="random", size=5)
    first = engine.curve[0][1]
    engine.step(75)
    assert engine.curve[-1][0] == 75
    assert engine.curve[-1][1] > max(0.7, first + 0.2)
    frame = engine.snapshot()
    assert frame["game"] > 1
    assert frame["cheese"].shape == (25,)
    assert frame["low"] < engine.curve[-1][1] < frame["high"]
    assert 0.1 <= frame["epsilon"] < 1


def test_a_teacher_is_imitated():
    engine = load("pyrat_learning")(method="imitation", size=5)
    engine.step(75)
    assert engine.curve[-1][1] > 0.3
    frame = engine.snapshot()
    assert frame["epsilon"] is None
    assert float(frame["moves"].sum()) == pytest.approx(1)


@pytest.mark.parametrize("method", ["dqn", "imitation"])
def test_going_back_is_exact(method):
    engine = load("pyrat_learning")(method=method, size=5)
    engine.step(4)
    engine.step(6)
    before, loss = engine.snapshot(), engine.loss
    engine.rewind(6)
    engine.step(6)
    after = engine.snapshot()
    assert engine.loss == loss
    for name in ("cheese", "positions", "trail", "moves"):
        assert np.array_equal(before[name], after[name])
