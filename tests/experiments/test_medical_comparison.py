"""The medical experiment: everything that a doctor would ask, on the smallest runs."""

import numpy as np
import pytest

from gradatim.experiments.medical_comparison import PUBLISHED, compare_medical, scores
from gradatim.insight.metrics.binary_metrics import area_under_roc, sensitivity_specificity
from gradatim.training import Run
from tests.recipes.smaller import replace_recipe

TINY = {"ensemble_size": 1, "widths": [4, 8], "depths": [1, 1], "batch_size": 32}


@pytest.mark.usefixtures("data_folder")
def test_every_question_has_a_section_and_every_network_a_row(tmp_path, monkeypatch):
    replace_recipe(monkeypatch, "breast", TINY | {"steps": 3})
    known = {"data": "digits", "steps": 2, "widths": [4, 8], "depths": [1, 1], "batch_size": 32}
    replace_recipe(monkeypatch, "cifar10-gray", known)
    found = compare_medical("breast", tmp_path, range(1), None)
    assert [section.title for section in found.sections] == [
        "Beside the published table",
        "ROC and precision-recall curves",
        "Choice of the threshold",
        "What a result means",
        "Calibration",
        "Shortcut learning",
    ]
    [table] = found.tables
    assert [row[0] for row in table.rows] == [
        *PUBLISHED["breast"],
        "Gradatim breast (28), 1 seeds",
        "Gradatim breast, pretrained on CIFAR-10 (28), 1 seeds",
    ]
    run = Run.open(tmp_path / "medical" / "breast--pretrained-on-cifar-10-0")
    assert table.rows[-1][1].startswith(f"{run.summary()['metrics']['auc']:.3f}")
    test = scores(run, "test")
    assert area_under_roc(test.truth, test.score) == pytest.approx(run.summary()["metrics"]["auc"])
    sensitivity, specificity = sensitivity_specificity(test.truth, test.score, 0.0)
    thresholds = "".join(found.sections[2].body)
    assert f"{100 * sensitivity:.1f}" in thresholds
    assert f"{100 * specificity:.1f}" in thresholds


@pytest.mark.usefixtures("data_folder")
def test_marked_images_have_other_scores_and_the_same_truth(train):
    run = Run.open(train("breast", **TINY, steps=1))
    plain, marked = scores(run, "test"), scores(run, "test", 1.0)
    assert np.array_equal(plain.truth, marked.truth)
    assert np.array_equal(scores(run, "test", 0.0).score, plain.score)
    assert not np.allclose(plain.score, marked.score)
