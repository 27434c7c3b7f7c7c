"""Settings of a sweep: a grid, or some drawn at random; wrong ones are told before any training."""

import pytest

from gradatim.errors import UserError
from gradatim.experiments.search.settings import Range, settings


def test_a_grid_has_every_combination_and_labels_name_what_differs():
    found = settings(
        "digits-mlp", {"learning_rate": [0.1, 0.2], "hidden": [(8,), (8, 4)], "steps": [3]}
    )
    assert [c.label for c in found] == [
        "learning-rate 0.1, hidden 8",
        "learning-rate 0.1, hidden 8x4",
        "learning-rate 0.2, hidden 8",
        "learning-rate 0.2, hidden 8x4",
    ]
    assert found[3].changes == {"learning_rate": 0.2, "hidden": (8, 4), "steps": 3}
    assert len({c.slug for c in found}) == 4
    assert settings("digits-mlp", {})[0].label == "default options"
    assert settings("digits-mlp", {"hidden": [(8,)]})[0].label == "hidden 8"


def test_ranges_are_drawn_by_factors_and_again_alike():
    axes = {"learning_rate": [Range(0.001, 0.1)], "batch_size": [Range(8, 128)]}
    found = settings("digits-mlp", axes, 200)
    rates = [c.changes["learning_rate"] for c in found]
    assert all(0.001 <= rate <= 0.1 for rate in rates)
    assert 0.35 < sum(rate < 0.01 for rate in rates) / 200 < 0.65
    assert all(isinstance(c.changes["batch_size"], int) for c in found)
    assert found == settings("digits-mlp", axes, 200)
    assert len(settings("digits-mlp", {"learning_rate": [0.1, 0.2]}, 50)) == 2


def test_wrong_settings_are_told_at_once():
    with pytest.raises(UserError, match="learning_rate is -1"):
        settings("digits-mlp", {"learning_rate": [0.1, -1.0]})
    with pytest.raises(UserError, match="add random=NUMBER"):
        settings("digits-mlp", {"learning_rate": [Range(0.1, 1)]})
    with pytest.raises(UserError, match="10,000 settings"):
        settings("digits-mlp", {"seed": list(range(10_000))})
