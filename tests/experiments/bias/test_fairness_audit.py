"""The audit of a census network by group."""

import os
from pathlib import Path

import numpy as np
import pytest

from gradatim.data.adult import load_adult
from gradatim.errors import UserError
from gradatim.experiments.bias.fairness_audit import (
    SMALL_GROUP,
    audit,
    classify,
    proxies,
    with_group_thresholds,
)
from gradatim.insight.metrics.fairness import selection_rate

if not Path(os.environ.get("GRADATIM_DATA", "none")).is_dir():
    pytest.skip("no real data here: set GRADATIM_DATA", allow_module_level=True)


@pytest.fixture(scope="module")
def adult(train) -> Path:
    return train("adult-mlp", steps=60)


def test_sex_can_be_predicted_from_the_other_columns():
    table = load_adult("test").subset(np.arange(3000))
    together, alone = proxies(table, "sex", n=3)
    assert together > 0.85
    assert "relationship" in [name for name, _ in alone]
    assert all(value <= together + 0.02 for _, value in alone)


def test_an_audit_measures_every_group(adult, tmp_path):
    found = audit(adult, "race")
    [table] = found.tables
    classified = classify(adult)
    groups = classified.test.groups("race")
    assert [row[0] for row in table.rows] == sorted(set(groups))
    column = list(table.header).index("selected")
    for row in table.rows:
        chosen = groups == row[0]
        assert row[1] == f"{chosen.sum():,}"
        rate = selection_rate(classified.test.labels[chosen], classified.answer[chosen])
        assert row[column].startswith(f"{100 * rate:.1f} [")
    small = [g for g in sorted(set(groups)) if (groups == g).sum() < SMALL_GROUP]
    assert 0 < len(small) < 5
    page = found.write(tmp_path / "p.html", "gradatim bias").read_text("utf-8")
    assert f"Few people, so little is known: {', '.join(small)}." in page
    assert "Where this fails" in page


def test_thresholds_of_each_group_are_fitted_on_people_who_are_not_tested(adult):
    found = classify(adult)
    group = found.test.groups("sex")
    answer = with_group_thresholds(found, "sex")
    rates = [answer[group == g].mean() for g in ("Female", "Male")]
    plain = [found.answer[group == g].mean() for g in ("Female", "Male")]
    assert 0 < abs(rates[0] - rates[1]) < 0.3 * abs(plain[0] - plain[1])
    half = found._replace(
        test=found.test.subset(group == "Male"), score=found.score[group == "Male"]
    )
    assert np.array_equal(with_group_thresholds(half, "sex"), answer[group == "Male"])
    with pytest.raises(UserError, match=r"val_fraction=0\.1"):
        with_group_thresholds(found._replace(validation=None), "sex")


def test_other_runs_and_columns_without_words_are_refused(adult, convnet):
    with pytest.raises(UserError, match="cannot be grouped by 'wealth'"):
        audit(adult, "wealth")
    with pytest.raises(UserError, match="known of adult-mlp"):
        audit(convnet)
