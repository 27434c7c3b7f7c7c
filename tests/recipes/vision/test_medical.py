"""Medical images: ensembles, which class is positive, marks, and the official split."""

import pytest
import torch
from torch import nn

from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import open_run, start
from gradatim.recipes.vision.medical import Ensemble, ill_or_not, with_bright_mark

CPU = torch.device("cpu")


def test_an_ensemble_answers_with_the_mean_of_members_and_mirrors():
    members = [nn.Sequential(nn.Flatten(), nn.Linear(4, 2)) for _ in range(3)]
    model = Ensemble(members).eval()
    x = torch.randn(5, 1, 2, 2)
    by_hand = sum(m(x) + m(x.flip(3)) for m in members) / 6
    torch.testing.assert_close(model(x), by_hand)
    assert model.train()(x).shape == (15, 2)


def test_marks_are_put_where_asked():
    images = ImageSet(
        "x",
        "train",
        torch.zeros(40, 1, 28, 28, dtype=torch.uint8),
        torch.arange(40) % 2,
        ("a", "b"),
    )
    marked = with_bright_mark(images, (0.0, 1.0), seed=0)
    assert torch.equal(marked.images.flatten(1).amax(1) > 0, images.labels == 1)
    assert images.images.max() == 0


def test_members_begin_with_the_blocks_of_a_network_of_photographs(
    data_folder, monkeypatch, tmp_path
):
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))
    quick = {"steps": 2, "batch_size": 16, "widths": [4, 8], "depths": [1, 1], "data": "digits"}
    known, _ = start(
        "cifar10-gray",
        change("cifar10-gray", get("cifar10-gray"), quick),
        tmp_path / "gray",
        show=False,
    )
    begun = {"ensemble_size": 2, "widths": [4, 8], "depths": [1, 1], "init_from": str(known.folder)}
    task = change("breast", get("breast"), begun).build(CPU)
    _, learned, _, _ = open_run(known.folder)
    for member in task.model.members:
        assert torch.equal(member.conv1.weight, learned.conv1.weight)
        assert member.fc.weight.shape == (2, 8)
    with pytest.raises(UserError, match=r"widths \(4, 8\).*give a run that agrees"):
        change("breast", get("breast"), {"init_from": str(known.folder)}).build(CPU)
    wrong, _ = start(
        "digits-perceptron",
        change("digits-perceptron", get("digits-perceptron"), {"steps": 2}),
        tmp_path / "other",
        show=False,
    )
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
