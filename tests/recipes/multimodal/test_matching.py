"""Matching: ranks against a count by hand, shifts around the edges, own folders, styles."""

import pytest
import torch
from PIL import Image

from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.multimodal.matching import ranks, shifted
from gradatim.recipes.multimodal.matching_files import open_matcher
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from tests.recipes.all_recipes.test_options_trace import FAMILIES

TINY = FAMILIES["emoji-clip"] | {"steps": 60, "batch_size": 8, "evaluate_every": 100}


def test_rank_counts_what_is_more_alike_than_the_partner():
    queries, gallery = torch.randn(7, 3), torch.randn(7, 3)
    counted = [
        sum(float(q @ other) > float(q @ gallery[i]) for other in gallery)
        for i, q in enumerate(queries)
    ]
    assert ranks(queries, gallery).tolist() == counted
    assert ranks(queries, queries / queries.norm(dim=1, keepdim=True)).max() == 0


def test_shifted_image_comes_back_around_the_edge():
    image = torch.arange(16.0).view(1, 1, 4, 4)
    moved = shifted(image.expand(3, -1, -1, -1), torch.tensor([0, 1, 2]), torch.tensor([1, 1, 2]))
    assert torch.equal(moved[1], image[0])
    assert torch.equal(moved[0], image[0].roll((-1, 0), (1, 2)))
    assert torch.equal(moved[2], image[0].roll((1, 1), (1, 2)))


def test_own_folder_of_colors_is_learned(tmp_path):
    """Forty images in four colors, whose names are the colors: unseen ones are found."""
    colors = ("red", "green", "blue", "white")
    for i in range(80):
        color = colors[i % 4]
        Image.new("RGB", (32, 32), color).save(tmp_path / f"{i:02}.png")
        (tmp_path / f"{i:02}.txt").write_text(color)
    options = TINY | {"data": str(tmp_path), "vocabulary": 60, "color_jitter": 0.0}
    recipe = change("emoji-clip", get("emoji-clip"), options)
    run, summary = start("emoji-clip", recipe, tmp_path / "run", show=False)
    # Of 16 unseen images 4 share each name: more alike than the partner is another color only.
    assert summary["metrics"]["top1_accuracy"] > 0.9
    assert "red" in open_matcher(run.folder).names_in(None)
    with pytest.raises(UserError, match="names of this run are your own: leave it out"):
        open_matcher(run.folder).names_in("fr")
    with pytest.raises(UserError, match="has one style: give all"):
        change("emoji-clip", recipe, {"style": "noto"}).build(torch.device("cpu"))


def test_names_that_ship_are_in_one_language():
    names = {language: open_matcher("emoji-clip").names_in(language) for language in ("en", "fr")}
    assert {"dragon", "red heart"} <= set(names["en"])
    assert {"dragon", "cœur rouge"} <= set(names["fr"])
    assert "cœur rouge" not in names["en"]
    assert open_matcher("emoji-clip").names_in(None) == names["en"]


def test_trained_on_one_style_it_is_asked_in_the_other(tmp_path, data_folder):
    options = TINY | {"style": "noto", "steps": 2}
    recipe = change("emoji-clip", get("emoji-clip"), options)
    _, summary = start("emoji-clip", recipe, tmp_path / "run", show=False)
    assert 0 <= summary["metrics"]["other_style_top5_accuracy"] < 0.5
    with pytest.raises(UserError, match="noto, twemoji"):
        change("emoji-clip", get("emoji-clip"), {"style": "apple"}).build(torch.device("cpu"))
