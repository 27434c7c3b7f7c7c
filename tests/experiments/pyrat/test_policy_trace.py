"""The trace of a game holds the network's own numbers."""

import numpy as np
import pytest

from tests.experiments.pyrat.watched_game import watched


def test_the_trace_is_what_the_network_says_and_lead_to_the_moves_it_made():
    game, trace, asked = watched()
    free = game.replay().mud_left[:-1, 0] == 0
    assert [step.turn for step in trace] == (np.flatnonzero(free) + 1).tolist()
    for step, (scores, value) in zip(trace, asked, strict=True):
        wanted = np.exp(scores[0] - scores[0].max())
        np.testing.assert_allclose(
            np.sort(step.policy), np.sort(wanted[wanted > 0] / wanted.sum()), rtol=1e-4
        )
        assert step.value == pytest.approx(value[0], rel=1e-4)
        assert step.moves.sum() == pytest.approx(1, abs=1e-5)
        assert step.moves[game.actions[step.turn - 1, 0] - 1] > 0
        assert step.goal in step.cells
        for weights in step.attention:
            assert weights.shape == (4, len(step.cells), len(step.cells))
            np.testing.assert_allclose(weights.sum(-1).numpy(), 1, rtol=1e-5)
