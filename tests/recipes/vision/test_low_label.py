"""Few labels: frozen features, nearest means, FixMatch, and starts that are refused."""

import pytest
import torch
from torch import nn

from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from gradatim.recipes.vision.low_label import CONFIDENCE_THRESHOLD, nearest_mean, strong_view

CPU = torch.device("cpu")


def test_nearest_mean_needs_no_training_where_features_are_good():
    labels = torch.arange(3).repeat(4)
    features = torch.nn.functional.one_hot(labels, 3).float()
    noisy = features + 0.1 * torch.randn(12, 3)
    assert torch.equal(nearest_mean(features[:3], labels[:3], noisy), labels)


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


def test_frozen_features_must_come_from_somewhere():
    with pytest.raises(UserError, match="method is 'frozen': add init_from=RUN"):
        change("fashion-low-label", get("fashion-low-label"), {"method": "frozen"}).build(CPU)
    with pytest.raises(UserError, match="'scratch', which starts from nothing: leave"):
        change("fashion-low-label", get("fashion-low-label"), {"init_from": "runs/x"})
    with pytest.raises(UserError, match="labels_per_class is 0"):
        change("fashion-low-label", get("fashion-low-label"), {"labels_per_class": 0})


def test_a_run_of_the_wrong_kind_is_refused_as_a_start(tmp_path):
    quick = {"steps": 2, "batch_size": 16}
    run, _ = start("digits-perceptron", change("digits-perceptron", get("digits-perceptron"), quick), tmp_path / "other", show=False)  # fmt: skip  # noqa: E501
    digits = {"source": "digits", "target": "digits", "init_from": str(run.folder)}
    with pytest.raises(
        UserError, match="is a run of digits-perceptron: init_from takes a run of mn"
    ):
        change("mnist-to-usps", get("mnist-to-usps"), digits).build(CPU)
    few = {"data": "digits", "method": "frozen", "init_from": str(run.folder)}
    with pytest.raises(UserError, match="init_from takes a run of fashion-simclr"):
        change("fashion-low-label", get("fashion-low-label"), few).build(CPU)
    views = change("fashion-simclr", get("fashion-simclr"), {"data": "digits", "images": 64, "widths": [4, 8], **quick})  # fmt: skip  # noqa: E501
    learned, _ = start("fashion-simclr", views, tmp_path / "views", show=False)
    with pytest.raises(UserError, match=r"widths \(4, 8\).*give a run that agrees"):
        change("fashion-low-label", get("fashion-low-label"), few | {"init_from": str(learned.folder)}).build(CPU)  # fmt: skip  # noqa: E501
