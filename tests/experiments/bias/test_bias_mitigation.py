"""What mitigates bias: every method has a row, beside the audit and the gendered words."""

import pytest

from gradatim.experiments.bias import bias_mitigation
from gradatim.experiments.bias.bias_mitigation import ADULT, COLORED, compare_mitigation
from gradatim.experiments.study import StudyResult
from gradatim.insight.html.page import Section
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from tests.recipes.smaller import replace_recipe


@pytest.mark.parametrize("condition", [*ADULT, *COLORED], ids=lambda c: f"{c.recipe}-{c.slug}")
def test_every_method_is_one_that_the_recipe_knows(condition):
    change(condition.recipe, get(condition.recipe), condition.changes)


@pytest.mark.usefixtures("data_folder")
def test_every_method_has_a_row_with_its_cost(tmp_path, monkeypatch):
    replace_recipe(monkeypatch, "adult-mlp", {"steps": 60})
    replace_recipe(monkeypatch, "colored-digits", {"steps": 3})
    monkeypatch.setattr(bias_mitigation, "ADULT", ADULT[:1])
    monkeypatch.setattr(bias_mitigation, "COLORED", (COLORED[0], COLORED[-1]))
    tiny = {"steps": 2, "width": 16, "n_layers": 1, "n_heads": 1, "context": 32, "batch_size": 4}
    replace_recipe(monkeypatch, "docs-bert", tiny)
    audited = StudyResult(title="Audit", lead="A gap.", sections=(Section(title="Groups"),))
    monkeypatch.setattr(bias_mitigation, "audit", lambda folder: audited)
    found = compare_mitigation(tmp_path, range(1), None)
    census, colors = found.tables
    assert [row[0] for row in census.rows] == ["baseline", "one threshold per group"]
    assert [row[0] for row in colors.rows] == ["baseline", "group DRO"]
    gap = list(census.header).index("selection-rate gap")
    plain, repaired = (float(row[gap]) for row in (census.rows[0], census.rows[-1]))
    assert 0 < repaired < 0.4 * plain  # not 0: the thresholds were fitted on other people
    assert [section.title for section in found.sections] == [
        "Mitigation, and what it costs",
        "Groups",
        "Color instead of shape",
        "He or she?",
    ]
    assert found.lead.startswith("A gap. Of digits with reversed colors")
