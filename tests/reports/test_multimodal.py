"""Reports of multimodal runs: drawings, the path from noise, attention."""

import pytest
import torch

from gradatim.recipes import get
from gradatim.recipes.multimodal.caption_files import Caption
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from gradatim.reports.multimodal import attention_sheet
from gradatim.reports.run_report import write_report
from tests.recipes.all_recipes.test_options_trace import FAMILIES

TITLES = {
    "mnist-dalle": ("Drawn from words", "The nearest training image"),
    "mnist-flow": ("Drawn from words", "From noise to an image", "The nearest training image"),
    "scene-captioner": ("Where it looks for each word",),
}


@pytest.mark.parametrize("name", TITLES)
def test_report_shows_what_the_model_makes(name, tmp_path):
    changes = FAMILIES[name] | {"steps": 2, "evaluate_every": 10}
    run, _ = start(name, change(name, get(name), changes), tmp_path / "run", show=False)
    page = write_report(run.folder).read_text("utf-8")
    for title in TITLES[name]:
        assert f"<h2>{title}</h2>" in page, title
    assert "could not be shown" not in page


def test_attention_lights_the_places_that_were_looked_at():
    weights = torch.zeros(2, 4)
    weights[0, 1] = weights[1, 2] = 1
    caption = Caption(torch.zeros(1, 8, 8), ["a", "three"], weights)
    sheet = attention_sheet(caption)
    assert sheet.shape == (3, 3, 8, 8)
    lit = sheet.sum(1) > 0
    assert not lit[0].any()
    assert lit[1, :4, 4:].all()
    assert lit[1].sum() == 16
    assert lit[2, 4:, :4].all()
