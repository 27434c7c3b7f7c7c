"""Domain shift, scarce data and medical images, on small networks and few steps."""

import numpy as np
import pytest
import torch
from torch import nn

from gradatim.data.vision.datasets import DIGITS, load
from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import open_run, start
from gradatim.recipes.vision.digit_frames import IMAGE_SIZE, crop_to_content, shrink, warp
from gradatim.recipes.vision.domain_adaptation import (
    adapt_batch_norm,
    coral,
    few_of_each,
    self_training_loss,
)
from gradatim.recipes.vision.low_label import CONFIDENCE_THRESHOLD, nearest_mean, strong_view
from gradatim.recipes.vision.medical import Ensemble, ill_or_not, with_bright_mark
from gradatim.recipes.vision.simclr import contrastive_loss, view
from gradatim.training import OptimizerConfig

CPU = torch.device("cpu")


def test_both_sets_have_the_same_size_and_range():
    small = shrink(load("digits", "test"))
    assert small.shape[1:] == (1, IMAGE_SIZE, IMAGE_SIZE)
    assert small.min() >= -1
    assert small.max() <= 1
    color = ImageSet("x", "test", torch.zeros(1, 3, 8, 8, dtype=torch.uint8), torch.zeros(1), DIGITS)  # fmt: skip  # noqa: E501
    with pytest.raises(UserError, match="color images"):
        shrink(color)


def test_a_digit_that_is_cut_to_its_ink_fills_the_picture_wherever_it_stood():
    pixels = torch.zeros(2, 1, 28, 28)
    pixels[0, 0, 2:18, 3:11] = 255  # 16 high, 8 wide
    pixels[1, 0, 12:28, 20:28] = 255  # the same, in the corner
    cut = crop_to_content(pixels)
    expected = torch.zeros(IMAGE_SIZE, IMAGE_SIZE)
    expected[:, 4:12] = 255
    for picture in cut:
        torch.testing.assert_close(picture[0], expected, atol=1e-3, rtol=0)
    assert shrink(load("digits", "test"), crop=True).shape[1:] == (1, IMAGE_SIZE, IMAGE_SIZE)
    assert crop_to_content(torch.zeros(1, 1, 28, 28)).abs().max() == 0  # no ink at all


def test_own_answers_reward_being_sure_and_using_every_class():
    sure_of_each = 20 * torch.eye(4)
    sure_of_one = 20 * torch.eye(4)[:1].repeat(4, 1)
    unsure = torch.zeros(4, 4)
    losses = [self_training_loss(x, x).item() for x in (sure_of_each, sure_of_one, unsure)]
    assert losses[0] == pytest.approx(-np.log(4), abs=1e-4)
    assert losses[1:] == pytest.approx([0, 0], abs=1e-4)
    wrong = self_training_loss(sure_of_each.flip(0), sure_of_each)  # unlike what was taught
    assert wrong.item() > 15


def test_warp_changes_pictures_and_strength_zero_does_not():
    images = shrink(load("digits", "test"))[:8]
    assert warp(images, 0.0) is images
    assert (warp(images, 1.0) - images).abs().mean() > 0.05
    assert warp(images, 1.0).min() >= -1 - 1e-5


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
    changes = {"source": "digits", "target": "digits", "batch_size": 32, "steps": 10, "self_training_weight": 1.0}  # fmt: skip  # noqa: E501
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


def test_contrastive_loss_is_small_only_where_views_agree():
    z = torch.eye(8)
    assert contrastive_loss(z, z) < 0.2 < contrastive_loss(z, z.roll(1, 0))


def test_views_keep_the_shape_and_differ():
    images = torch.randn(4, 3, 16, 16)
    first, second = view(images), view(images)
    assert first.shape == images.shape
    assert not torch.allclose(first, second)


def test_views_show_nearly_the_whole_picture_unless_told_to_go_closer():
    spot = torch.zeros(200, 1, 28, 28)
    spot[:, :, 11:17, 11:17] = 1.0
    inks = [(view(spot, closest) > 0.5).float().sum((1, 2, 3)) for closest in (0.9, 0.3)]
    assert 25 < inks[0].mean() < 50 < inks[1].mean()
    with pytest.raises(UserError, match=r"min_crop is 1\.5"):
        change("fashion-simclr", get("fashion-simclr"), {"min_crop": 1.5})


def test_features_are_learned_without_labels_and_used(tmp_path):
    views = change("fashion-simclr", get("fashion-simclr"), {"data": "digits", "images": 600, "steps": 40, "batch_size": 64, "widths": [8, 16]})  # fmt: skip  # noqa: E501
    run, summary = start("fashion-simclr", views, tmp_path / "views", show=False)
    assert summary["metrics"]["loss"] < np.log(2 * 360 - 1)
    small = {"data": "digits", "labels_per_class": 5, "steps": 5, "widths": [8, 16]}
    frozen = change("fashion-low-label", get("fashion-low-label"), small | {"method": "frozen", "init_from": str(run.folder)})  # fmt: skip  # noqa: E501
    task = frozen.build(CPU)
    before = [p.clone() for p in task.model.stages.parameters()]
    assert len(task.parameter_groups(OptimizerConfig())) == 1
    task.loss(next(task.batches))[0].backward()
    assert all(torch.equal(a, b) for a, b in zip(before, task.model.stages.parameters(), strict=True))  # fmt: skip  # noqa: E501


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
        "unlabelled_batch_size": 64,
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
    sure, answers = task._answers(images)
    assert answers.tolist() == [4] * 8
    assert (sure > CONFIDENCE_THRESHOLD).all()
    for _ in range(200):
        sure, _ = task._answers(images)
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
    with pytest.raises(UserError, match="unlabelled_batch_size is 0"):
        fixmatch(unlabelled_batch_size=0)


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


def test_an_ensemble_answers_with_the_mean_of_members_and_mirrors():
    members = [nn.Sequential(nn.Flatten(), nn.Linear(4, 2)) for _ in range(3)]
    model = Ensemble(members).eval()
    x = torch.randn(5, 1, 2, 2)
    by_hand = sum(m(x) + m(x.flip(3)) for m in members) / 6
    torch.testing.assert_close(model(x), by_hand)
    assert model.train()(x).shape == (15, 2)


def test_marks_are_put_where_asked():
    images = ImageSet("x", "train", torch.zeros(40, 1, 28, 28, dtype=torch.uint8), torch.arange(40) % 2, ("a", "b"))  # fmt: skip  # noqa: E501
    marked = with_bright_mark(images, (0.0, 1.0), seed=0)
    assert torch.equal(marked.images.flatten(1).amax(1) > 0, images.labels == 1)
    assert images.images.max() == 0


def test_members_begin_with_the_blocks_of_a_network_of_photographs(
    data_folder, monkeypatch, tmp_path
):
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))
    quick = {"steps": 2, "batch_size": 16, "widths": [4, 8], "depths": [1, 1], "data": "digits"}
    known, _ = start("cifar10-grey", change("cifar10-grey", get("cifar10-grey"), quick), tmp_path / "gray", show=False)  # fmt: skip  # noqa: E501
    begun = {"ensemble_size": 2, "widths": [4, 8], "depths": [1, 1], "init_from": str(known.folder)}
    task = change("breast", get("breast"), begun).build(CPU)
    _, learned, _, _ = open_run(known.folder)
    for member in task.model.members:
        assert torch.equal(member.conv1.weight, learned.conv1.weight)
        assert member.fc.weight.shape == (2, 8)
    with pytest.raises(UserError, match=r"widths \(4, 8\).*give a run that agrees"):
        change("breast", get("breast"), {"init_from": str(known.folder)}).build(CPU)
    wrong, _ = start("digits-perceptron", change("digits-perceptron", get("digits-perceptron"), {"steps": 2}), tmp_path / "other", show=False)  # fmt: skip  # noqa: E501
    with pytest.raises(
        UserError, match="is a run of digits-perceptron: init_from takes a run of cif"
    ):
        change("breast", get("breast"), {"init_from": str(wrong.folder)}).build(CPU)


def test_ill_is_the_class_that_counts_as_positive():
    logits, labels = torch.tensor([[2.0, 0.0], [0.0, 1.0]]), torch.tensor([0, 1])
    truth, score = ill_or_not(logits, labels, positive=0)
    assert truth.tolist() == [1, 0]
    assert score.tolist() == [2.0, -1.0]


def test_medical_recipes_measure_auc_on_the_official_split(data_folder, monkeypatch, tmp_path):
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))
    quick = {"steps": 12, "ensemble_size": 2, "widths": [4, 8], "depths": [1, 1], "batch_size": 32}
    recipe = change("breast", get("breast"), quick)
    _, summary = start("breast", recipe, tmp_path / "run", show=False)
    assert {"auc", "accuracy", "calibration_error"} <= summary["metrics"].keys()
    with pytest.raises(UserError, match="ensemble_size is 0"):
        change("breast", recipe, {"ensemble_size": 0})
