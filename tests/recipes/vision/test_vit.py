"""Vision Transformers: training, and what Muon is not given."""

from pathlib import Path

import torch

from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from gradatim.recipes.vision.vit import PatchClassification
from gradatim.training import OptimizerConfig


def test_digits_are_read_in_patches(tmp_path: Path) -> None:

    recipe = change("digits-vit", get("digits-vit"), dict(width=32, n_layers=2, epochs=3.0))
    _, summary = start("digits-vit", recipe, tmp_path / "run", show=False)
    assert summary["metrics"]["accuracy"] > 0.4  # chance is 0.1


def test_patch_embeddings_and_positions_are_not_given_to_muon() -> None:
    task = get("digits-vit").build(torch.device("cpu"))
    assert isinstance(task, PatchClassification)
    groups = task.parameter_groups(OptimizerConfig(optimizer="muon"))
    assert groups is not None
    inner = {id(p) for p in groups[0]["params"]}
    outside = {n for n, p in task.model.named_parameters() if id(p) not in inner}
    assert {"patches.weight", "position_embedding", "class_token", "head.weight"} <= outside
    assert all(p.ndim == 2 for p in groups[0]["params"])
