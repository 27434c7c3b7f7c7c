"""Next frames: what is counted, and a short run that is already better than standing still."""

import io

import numpy as np
import pytest
import torch
from PIL import Image

from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.multimodal.next_frames import SAMPLE_ROWS
from gradatim.recipes.options import change
from gradatim.recipes.runs import start

SMALL = {
    **{"data": "digits", "n_frames": 3, "filters": 8, "hidden": 32, "n_layers": 2},
    **{"eval_clips": 60, "batch_size": 16, "steps": 60, "evaluate_every": 1000},
}


def test_short_run_beats_the_last_frame_repeated(tmp_path):
    recipe = change("moving-mnist-next", get("moving-mnist-next"), SMALL)
    _, summary = start("moving-mnist-next", recipe, tmp_path / "run", show=False)
    found = summary["metrics"]
    assert found["frame_mse"] < found["last_frame_mse"]


def test_error_is_summed_over_a_frame_and_averaged_over_frames_and_clips():
    recipe = change("moving-mnist-next", get("moving-mnist-next"), SMALL | {"eval_clips": 4})
    task = recipe.build(torch.device("cpu"))
    task.test = torch.zeros(4, 6, 32, 32, dtype=torch.uint8)
    task.test[:, 3:, :2, :5] = 255  # ten pixels that nothing predicts
    task.model = lambda frames: torch.full_like(frames, -50.0)  # type: ignore[assignment]
    found = task.evaluate(final=True)
    assert found["frame_mse"] == pytest.approx(10)
    assert found["last_frame_mse"] == pytest.approx(10)


def test_sizes_that_cannot_be_halved_twice_are_said():
    with pytest.raises(UserError, match="multiple of 4"):
        change("moving-mnist-next", get("moving-mnist-next"), {"image_size": 30})


def test_a_sample_shows_what_was_seen_predicted_and_came():
    recipe = change("moving-mnist-next", get("moving-mnist-next"), SMALL | {"eval_clips": 5})
    task = recipe.build(torch.device("cpu"))
    task.validation = torch.zeros(1, 6, 32, 32, dtype=torch.uint8)
    task.validation[:, 3:] = 255
    task.model = lambda frames: torch.full_like(frames, -50.0)  # type: ignore[assignment]
    made = task.sample()
    assert made["txt"].decode() == SAMPLE_ROWS
    sheet = np.asarray(Image.open(io.BytesIO(made["png"])))[..., 0]
    middle = [sheet[at, sheet.shape[1] // 2] for at in (40, 110, 180)]
    assert middle == [0, 0, 255]
