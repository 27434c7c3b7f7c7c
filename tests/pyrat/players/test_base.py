"""Ties between first moves: the first, the first sideways, or any with equal probability."""

import numpy as np
import pytest

from gradatim.pyrat.players.base import (
    lowest_action,
    random_action,
    random_streams,
    sideways_action,
)


@pytest.mark.parametrize("moves", range(16))
def test_every_choice_is_one_of_the_moves(moves):
    actions = [action for action in range(1, 5) if moves >> (action - 1) & 1]
    assert lowest_action(moves) == min(actions, default=0)
    assert sideways_action(moves) == next((a for a in (2, 4, 1, 3) if a in actions), 0)
    streams = random_streams(1, 1)
    drawn = [random_action(moves, streams, 0) for _ in range(600)]
    assert set(drawn) == set(actions or [0])
    if len(actions) > 1:
        counts = np.bincount(drawn, minlength=5)[actions]
        assert counts.min() > 0.7 * 600 / len(actions)


def test_streams_are_repeatable_and_differ_between_games():
    assert np.array_equal(random_streams(3, 5), random_streams(3, 5))
    assert len(set(random_streams(3, 100).tolist())) == 100
