"""FixMatch: its views, what it is sure of, what it learns and keeps."""

import pytest
import torch
from torch import nn

from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from gradatim.recipes.vision.low_label.fixmatch import CONFIDENCE_THRESHOLD, strong_view

CPU = torch.device("cpu")


def fixmatch(**changes):
    small = {
        "data": "digits",
        "labels_per_class": 3,
        "widths": [8, 16],
        "unlabeled_batch_size": 64,
    }
    how = small | {"method": "fixmatch", "learning_rate": 2e-3} | changes
    return change("fashion-low-label", get("fashion-low-label"), how)


def test_a_strong_view_changes_more_than_a_view_and_its_square_is_dark():
    spot = torch.full((200, 1, 27, 27), 1.0)
    spot[:, :, 13, 13] = -2.0  # the darkest pixel of each picture
    strong = strong_view(spot)
    assert strong.shape == spot.shape
    covered = (strong == -2.0).float().sum((1, 2, 3))
    assert 20 < covered.median() <= 9 * 9


def test_fixmatch_learns_only_from_what_it_is_sure_of():
    task = fixmatch().build(CPU)
    batch = next(task.batches)
    _, metrics = task.loss(batch)
    assert metrics["sure"] == 0  # nothing learned yet: about a tenth for each class
    nn.init.constant_(task.model.head[-1].bias, 0.0)
    task.model.head[-1].bias.data[4] = 50.0
    loss, metrics = task.loss(batch)
    assert metrics["sure"] == 1
    loss.backward()
    assert task.mean_answer.argmax() == 4
    assert task.model.training


def test_a_class_that_is_named_too_often_must_be_surer():
    task = fixmatch().build(CPU)
    task.model.head[-1].weight.data.zero_()
    task.model.head[-1].bias.data.zero_()
    task.model.head[-1].bias.data[4] = 4.0  # 86 %
    images = torch.zeros(8, 1, 8, 8)
    sure, answers = task.answers(images)
    assert answers.tolist() == [4] * 8
    assert (sure > CONFIDENCE_THRESHOLD).all()
    for _ in range(200):
        sure, _ = task.answers(images)
    assert (sure < CONFIDENCE_THRESHOLD).all()


def test_fixmatch_learns_from_five_labels_a_class_and_resumes(tmp_path):
    matched = fixmatch(labels_per_class=5, steps=200, learning_rate=5e-3, ema_decay=0.95)
    run, summary = start("fashion-low-label", matched, tmp_path / "run", show=False)
    assert summary["metrics"]["accuracy"] > 0.75
    assert run.metrics("train")[-1]["sure"] > 0.3
    task, other = matched.build(CPU), matched.build(CPU)
    task.loss(next(task.batches))
    other.load_state_dict(task.state_dict())
    assert torch.equal(task.mean_answer, other.mean_answer)
    with pytest.raises(UserError, match="unlabeled_batch_size is 0"):
        fixmatch(unlabeled_batch_size=0)
