"""Class by class: precision and recall by a count of one's own, and whether confidence holds."""

import pytest
import torch
from sklearn.metrics import precision_recall_fscore_support

from gradatim.reports.classification import FEWEST_FOR_CALIBRATION, class_sections, per_class

CLASSES = ["cat", "dog", "owl"]


def test_precision_and_recall_are_those_of_scikit_learn():
    truth, answers = torch.randint(0, 3, (90,)), torch.randint(0, 3, (90,))
    header, rows = per_class(answers, truth, CLASSES)
    assert header == ["class", "precision", "recall", "support"]
    precision, recall, _, support = precision_recall_fscore_support(truth, answers)
    for k, (name, ours, found, n) in enumerate(rows):
        assert name == CLASSES[k]
        assert float(ours.partition(" ")[0]) == pytest.approx(100 * precision[k], abs=0.05)
        assert float(found.partition(" ")[0]) == pytest.approx(100 * recall[k], abs=0.05)
        assert int(n) == support[k]


def test_a_class_that_nobody_named_has_no_precision():
    _, rows = per_class(torch.zeros(4).long(), torch.tensor([0, 0, 1, 1]), CLASSES)
    assert rows[1][1:3] == ["–", "0.0 % (0 to 66)"]
    assert rows[2][1:] == ["–", "–", "0"]


def test_calibration_needs_enough_examples():
    def titles(n):
        sections = class_sections(torch.rand(n, 3).softmax(1), torch.randint(0, 3, (n,)), CLASSES)
        return [section.title for section in sections]

    assert titles(FEWEST_FOR_CALIBRATION - 1) == ["Class by class"]
    assert titles(FEWEST_FOR_CALIBRATION) == ["Class by class", "Confidence"]
