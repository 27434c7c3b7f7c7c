"""Domain shift: each repair on small networks and few steps."""

import numpy as np
import pytest
import torch
from torch import nn

from gradatim.data.vision.datasets import load
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from gradatim.recipes.vision.domain_adaptation import (
    adapt_batch_norm,
    coral,
    few_of_each,
    self_training_loss,
)

CPU = torch.device("cpu")


def test_own_answers_reward_being_sure_and_using_every_class():
    sure_of_each = 20 * torch.eye(4)
    sure_of_one = 20 * torch.eye(4)[:1].repeat(4, 1)
    unsure = torch.zeros(4, 4)
    losses = [self_training_loss(x, x).item() for x in (sure_of_each, sure_of_one, unsure)]
    assert losses[0] == pytest.approx(-np.log(4), abs=1e-4)
    assert losses[1:] == pytest.approx([0, 0], abs=1e-4)
    wrong = self_training_loss(sure_of_each.flip(0), sure_of_each)  # unlike what was taught
    assert wrong.item() > 15


def test_coral_is_zero_for_equal_covariances_and_ignores_the_mean():
    x = torch.randn(200, 5)
    assert coral(x, x + 3).item() == pytest.approx(0, abs=1e-6)
    by_hand = ((torch.cov(x.T) - torch.cov(2 * x.T)) ** 2).sum() / (4 * 25)
    assert coral(x, 2 * x).item() == pytest.approx(by_hand.item(), rel=1e-5)


def test_adapted_batch_norm_has_the_targets_statistics():
    model = nn.Sequential(nn.BatchNorm2d(1))
    target = 5 + 2 * torch.randn(1000, 1, 4, 4)
    adapt_batch_norm(model, target)
    assert model[0].running_mean.item() == pytest.approx(5, abs=0.05)
    assert model[0].running_var.item() == pytest.approx(4, abs=0.1)
    assert not model.training


def test_few_of_each_draws_so_many_of_every_class():
    digits = load("digits", "train")
    few = few_of_each(digits, 3, seed=0)
    assert few.labels.bincount().tolist() == [3] * 10
    with pytest.raises(UserError, match="fewer than the 1000 wanted"):
        few_of_each(digits, 1000, seed=0)


@pytest.mark.parametrize(
    "repair", [{}, {"coral_weight": 1.0}, {"stretch": 1.0, "self_training_weight": 1.0}]
)
def test_shift_trains_with_each_repair_and_resumes_its_state(repair):
    changes = {"source": "digits", "target": "digits", "batch_size": 32, **repair}
    task = change("mnist-to-usps", get("mnist-to-usps"), changes).build(CPU)
    loss, _ = task.loss(next(task.batches))
    loss.backward()
    assert torch.isfinite(loss)
    task.model.eval()  # as the loop does
    before = {name: value.clone() for name, value in task.model.state_dict().items()}
    with torch.no_grad():
        assert 0 <= task.evaluate()["accuracy"] <= 1
    assert all(torch.equal(before[n], v) for n, v in task.model.state_dict().items())
    other = change("mnist-to-usps", get("mnist-to-usps"), changes).build(CPU)
    other.batches.load_state_dict(task.batches.state_dict())
    for a, b in zip(next(task.batches), next(other.batches), strict=True):
        assert torch.equal(a, b)


def test_self_training_begins_slowly_and_goes_on_from_where_it_was():
    changes = {
        "source": "digits",
        "target": "digits",
        "batch_size": 32,
        "steps": 10,
        "self_training_weight": 1.0,
    }
    task = change("mnist-to-usps", get("mnist-to-usps"), changes).build(CPU)
    batch = next(task.batches)
    plain = torch.nn.functional.cross_entropy(task.model(batch[0]), batch[1])
    assert task.loss(batch)[0].item() == pytest.approx(plain.item(), rel=1e-5)
    task.load_state_dict({"seen": 9})
    assert task.loss(batch)[0].item() != pytest.approx(plain.item(), rel=1e-3)


def test_fine_tuning_starts_from_a_run_and_uses_few_labels(tmp_path):
    changes = {"source": "digits", "target": "digits", "steps": 60, "batch_size": 64}
    recipe = change("mnist-to-usps", get("mnist-to-usps"), changes)
    run, summary = start("mnist-to-usps", recipe, tmp_path / "source", show=False)
    assert summary["metrics"]["accuracy"] > 0.8
    tuned = change("mnist-to-usps", recipe, {"init_from": str(run.folder), "labels_per_class": 2})
    task = tuned.build(CPU)
    assert len(task.batches.source.tensors[0]) == 20
    saved = run.summary()["metrics"]["accuracy"]
    with torch.no_grad():
        task.model.eval()
        assert task.evaluate()["accuracy"] == pytest.approx(saved)
