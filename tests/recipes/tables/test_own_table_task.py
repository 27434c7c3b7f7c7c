"""A quantity is measured in the unit of the table, and classes by how many are right."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from gradatim.data.info import OwnTableInfo
from gradatim.recipes.tables.own_table_task import OwnTableTask, Rows, in_units, r_squared

QUANTITY = OwnTableInfo(
    data="t.csv", target="price", classes=(), centre={"x": 0.0}, scale={"x": 1.0}, logarithm=(),
    values={}, target_centre=3.0, target_scale=2.0,
)  # fmt: skip


def test_r_squared_is_1_of_the_truth_and_0_of_its_mean():
    truth = np.array([1.0, 2.0, 6.0])
    assert r_squared(truth, truth) == 1
    assert r_squared(truth, np.full(3, 3.0)) == pytest.approx(0)
    assert r_squared(truth, -truth) < 0
    assert math.isnan(r_squared(np.ones(3), truth))


@pytest.mark.parametrize("logarithm", [False, True])
def test_quantities_come_back_in_their_unit(logarithm):
    info = OwnTableInfo(**{**vars(QUANTITY), "target_logarithm": logarithm})
    prices = np.array([10.0, 250.0])
    learned = (np.log1p(prices) if logarithm else prices) - 3.0
    assert in_units(torch.from_numpy(learned / 2.0), info) == pytest.approx(prices)


def test_errors_are_in_the_unit_of_the_table_and_right_answers_are_counted():
    rows = Rows(torch.tensor([[1.0], [2.0]]), torch.tensor([1.0, 3.0]), np.arange(2))
    batches = type("Batches", (), {"device": torch.device("cpu")})()
    task = OwnTableTask(nn.Identity(), batches, None, rows, QUANTITY, None)
    found = task.evaluate(final=True)
    # Off by 0 and by 1 in units of a deviation of 2.
    assert found["mean_absolute_error"] == pytest.approx(1.0)
    assert found["loss"] == pytest.approx(0.5)
    classes = OwnTableInfo(**{**vars(QUANTITY), "classes": ("no", "yes")})
    logits = Rows(torch.tensor([[0.0, 1.0], [2.0, 0.0]]), torch.tensor([1, 1]), np.arange(2))
    task = OwnTableTask(nn.Identity(), batches, None, logits, classes, None)
    assert task.evaluate(final=True)["accuracy"] == 0.5
