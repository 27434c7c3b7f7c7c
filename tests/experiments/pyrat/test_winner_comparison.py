"""The comparison of networks that predict the winner: every predictor has a row."""

import pytest

from gradatim.errors import UserError
from gradatim.experiments.pyrat.winner_comparison import compare_winners, winner_table
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.pyrat import winner_prediction


@pytest.fixture(autouse=True)
def _shared(data_folder):
    """These tests read the published games."""


def test_the_table_names_everybody_who_answers(tmp_path, monkeypatch):
    short = change("pyrat-winner", get("pyrat-winner"), {"steps": 2})
    monkeypatch.setitem(winner_prediction.RECIPES, "pyrat-winner", short)
    rows = winner_table(compare_winners(tmp_path, n_seeds=2, simulated=0))
    names = " ".join(row[0] for row in rows)
    for name in ("commonest", "scikit-learn", "MLP", "CNN", "played out"):
        assert name in names
    assert all("[" in row[1] for row in rows)


def test_no_seeds_are_refused(tmp_path):
    with pytest.raises(UserError, match="give at least 1"):
        compare_winners(tmp_path, n_seeds=0)
