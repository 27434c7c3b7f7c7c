"""The matches of a run."""

import pytest

from gradatim.pyrat import preset
from gradatim.pyrat.registry import player
from gradatim.recipes.pyrat import evaluation
from gradatim.recipes.pyrat.evaluation import play_matches

SMALL = preset("default", width=7, height=6, cheese=5)


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(evaluation, "find_preset", lambda name: {"small": SMALL}[name])


def evaluated(final: bool) -> dict[str, float]:
    pairs = [("small", "random"), ("small", "greedy")]
    return play_matches(lambda seed: player("greedy", seed), pairs, 40, final=final)


def test_fractions_come_with_their_intervals_and_the_loss_is_what_is_lost():
    found = evaluated(final=False)
    for opponent in ("random", "greedy"):
        key = f"small/{opponent}"
        assert found[f"{key} low"] <= found[f"{key} score"] <= found[f"{key} high"]
        assert found[f"{key} wins low"] <= found[f"{key} wins"] <= found[f"{key} wins high"]
    assert found["small/random score"] > 0.9
    lost = [1 - found[f"small/{opponent} score"] for opponent in ("random", "greedy")]
    assert found["loss"] == pytest.approx(sum(lost) / 2)


def test_the_last_matches_are_played_on_other_mazes():
    assert evaluated(final=False) == evaluated(final=False)
    assert evaluated(final=False) != evaluated(final=True)
