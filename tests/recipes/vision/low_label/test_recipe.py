"""Few labels: starts that are refused."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import start

CPU = torch.device("cpu")


def test_frozen_features_must_come_from_somewhere():
    with pytest.raises(UserError, match="method is 'frozen': add init_from=RUN"):
        change("fashion-low-label", get("fashion-low-label"), {"method": "frozen"}).build(CPU)
    with pytest.raises(UserError, match="'scratch', which starts from random weights: leave"):
        change("fashion-low-label", get("fashion-low-label"), {"init_from": "runs/x"})
    with pytest.raises(UserError, match="labels_per_class is 0"):
        change("fashion-low-label", get("fashion-low-label"), {"labels_per_class": 0})


def test_a_run_of_the_wrong_kind_is_refused_as_a_start(tmp_path):
    quick = {"steps": 2, "batch_size": 16}
    run, _ = start(
        "digits-perceptron",
        change("digits-perceptron", get("digits-perceptron"), quick),
        tmp_path / "other",
        show=False,
    )
    digits = {"source": "digits", "target": "digits", "init_from": str(run.folder)}
    with pytest.raises(
        UserError, match="is a run of digits-perceptron: init_from takes a run of mn"
    ):
        change("mnist-to-usps", get("mnist-to-usps"), digits).build(CPU)
    few = {"data": "digits", "method": "frozen", "init_from": str(run.folder)}
    with pytest.raises(UserError, match="init_from takes a run of fashion-simclr"):
        change("fashion-low-label", get("fashion-low-label"), few).build(CPU)
    views = change(
        "fashion-simclr",
        get("fashion-simclr"),
        {"data": "digits", "images": 64, "widths": [4, 8], **quick},
    )
    learned, _ = start("fashion-simclr", views, tmp_path / "views", show=False)
    with pytest.raises(UserError, match=r"widths \(4, 8\).*give a run that agrees"):
        change(
            "fashion-low-label", get("fashion-low-label"), few | {"init_from": str(learned.folder)}
        ).build(CPU)
