"""Directions: a network that sees clips learns them, one that sees a frame cannot."""

import pytest
import torch
from PIL import Image

from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import start


@pytest.mark.parametrize("frames", [1, 4])
def test_direction_needs_more_than_one_frame(frames, tmp_path):
    options = {
        **{"data": "digits", "n_frames": frames, "filters": (8, 16, 16), "digit_size": 12},
        **{"steps": 120, "batch_size": 32, "evaluate_every": 1000},
    }
    _, summary = start(
        "moving-mnist", change("moving-mnist", get("moving-mnist"), options), tmp_path, show=False
    )
    accuracy = summary["metrics"]["direction_accuracy"]
    assert accuracy > 0.9 if frames > 1 else accuracy < 0.22
    assert summary["test_examples"] == 360


def test_colored_images_are_refused(tmp_path):
    for color in ("red", "blue"):
        (tmp_path / color).mkdir()
        for i in range(4):
            Image.new("RGB", (20, 20), color).save(tmp_path / color / f"{i}.png")
    recipe = change("moving-mnist", get("moving-mnist"), {"data": str(tmp_path)})
    with pytest.raises(UserError, match="colors"):
        recipe.build(torch.device("cpu"))
