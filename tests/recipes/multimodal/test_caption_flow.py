"""Drawing emoji and one's own images from words: the judge of names, a folder from end to end."""

import pytest
import torch
from PIL import Image

from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.multimodal.drawing import draw_prompt
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from gradatim.reports.run_report import write_report


@pytest.mark.filterwarnings("ignore:batch_size")
def test_own_folder_is_learned_reported_and_drawn(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    for i in range(12):
        Image.new("RGB", (40, 30), (20 * i, 90, 255 - 20 * i)).save(folder / f"{i}.png")
        (folder / f"{i}.txt").write_text(f"paper number {i}")
    options = {
        "data": str(folder), "steps": 2, "batch_size": 4, "width": 16, "n_layers": 1,
        "draw_steps": 2, "judge_steps": 1, "eval_images": 4, "evaluate_every": 2,
    }  # fmt: skip
    recipe = change("emoji-flow", get("emoji-flow"), options)
    run, summary = start("emoji-flow", recipe, tmp_path / "run", show=False)
    assert 0 <= summary["metrics"]["real_top5_accuracy"] <= 1
    page = write_report(run.folder).read_text("utf-8")
    assert "The nearest training image" in page
    assert "could not be shown" not in page
    images, note = draw_prompt(run.folder, "a blue paper", 3, guidance=2, seed=0, show=False)
    assert images.shape == (3, 3, 32, 32)
    assert "a, blue" in note


def test_folder_that_is_not_there_is_said(tmp_path):
    recipe = change("emoji-flow", get("emoji-flow"), {"data": str(tmp_path / "none")})
    with pytest.raises(UserError, match="none is not there: give emoji"):
        recipe.build(torch.device("cpu"))
