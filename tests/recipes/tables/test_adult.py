"""The census: repairs of the loss, columns that are not seen, and what is measured of groups."""

import numpy as np
import pytest
import torch

from gradatim.data.adult import Encoding
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.tables.adult import PENALTY, scores


def recipe(**changes):
    return change("adult-mlp", get("adult-mlp"), {"hidden": (8,), "batch_size": 64} | changes)


@pytest.fixture(scope="module")
def task(data_folder):
    return recipe(repair="penalty").build(torch.device("cpu"))


def test_the_penalty_is_the_squared_distance_of_the_groups(task):
    batch = next(task.batches)
    penalized, _ = task.loss(batch)
    task.penalty = 0.0
    plain, _ = task.loss(batch)
    task.penalty = PENALTY
    x, _, _, groups = batch
    probability = task.model(x).softmax(1)[:, 1]
    means = [probability[groups == g].mean() for g in groups.unique()]
    assert len(means) == 2
    distance = ((means[0] - means[1]) / 2) ** 2
    assert (penalized - plain).item() == pytest.approx(PENALTY * distance.item(), rel=1e-3)


def test_accuracy_and_gaps_come_from_the_scores(task):
    with torch.no_grad():
        found = task.evaluate()
    people = task.validation
    answer = scores(task.model, task.encoding, people) > 0
    assert found["accuracy"] == pytest.approx((answer == people.labels).mean())
    assert 0 <= found["demographic_parity"] <= 1
    assert 0 <= found["auc"] <= 1


def test_a_column_that_is_left_out_is_not_among_the_features(task):
    few = task.validation.subset(np.arange(200))
    every, fewer = Encoding.learn(few, ()), Encoding.learn(few, ("sex",))
    assert [name for name in every.names if "sex" in name]
    assert not [name for name in fewer.names if "sex" in name]


def test_a_penalty_without_its_repair_is_refused():
    with pytest.raises(UserError, match="belongs to repair='penalty'"):
        recipe(penalty=2.0)
    with pytest.raises(UserError, match="penalty is -1"):
        recipe(repair="penalty", penalty=-1.0)
