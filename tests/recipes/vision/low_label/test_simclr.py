"""Contrastive views of images, the loss on them, and features learned without labels."""

import numpy as np
import pytest
import torch

from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from gradatim.recipes.vision.low_label.simclr import contrastive_loss, view
from gradatim.training import OptimizerConfig

CPU = torch.device("cpu")


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
    views = change(
        "fashion-simclr",
        get("fashion-simclr"),
        {"data": "digits", "images": 600, "steps": 40, "batch_size": 64, "widths": [8, 16]},
    )
    run, summary = start("fashion-simclr", views, tmp_path / "views", show=False)
    assert summary["metrics"]["loss"] < np.log(2 * 360 - 1)
    small = {"data": "digits", "labels_per_class": 5, "steps": 5, "widths": [8, 16]}
    frozen = change(
        "fashion-low-label",
        get("fashion-low-label"),
        small | {"method": "frozen", "init_from": str(run.folder)},
    )
    task = frozen.build(CPU)
    before = [p.clone() for p in task.model.stages.parameters()]
    assert len(task.parameter_groups(OptimizerConfig())) == 1
    task.loss(next(task.batches))[0].backward()
    assert all(
        torch.equal(a, b) for a, b in zip(before, task.model.stages.parameters(), strict=True)
    )
