"""An image of one's own gets a caption, whether its ink is dark or light."""

import numpy as np
import pytest
import torch
from PIL import Image

from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.multimodal.caption_files import caption_file, caption_image, open_captioner
from gradatim.recipes.multimodal.matching_files import open_matcher
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from tests.recipes.all_recipes.test_options_trace import FAMILIES


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("captions") / "run"
    options = FAMILIES["scene-captioner"] | {"steps": 1}
    start("scene-captioner", change("scene-captioner", get("scene-captioner"), options), folder,
          show=False)  # fmt: skip
    return folder


def test_dark_ink_and_light_ink_are_read_alike(run, tmp_path):
    ink = np.zeros((56, 56), np.uint8)
    ink[10:20, 30:40] = 255
    Image.fromarray(ink).save(tmp_path / "light.png")
    Image.fromarray(255 - ink).convert("RGB").save(tmp_path / "dark.png")
    found = [caption_file(run, tmp_path / f"{name}.png", "en") for name in ("light", "dark")]
    assert torch.allclose(found[0].image, found[1].image, atol=0.01)
    assert found[0].words == found[1].words
    assert found[0].weights.shape[0] == len(found[0].words)


def test_the_language_that_is_asked_for_begins_the_caption(run):
    model, info = open_captioner(run)
    image = torch.zeros(1, *info.shape[1:])
    english, french = (caption_image(model, info, image, language) for language in ("en", "fr"))
    assert torch.equal(english.image, french.image)
    with pytest.raises(UserError, match="does not compare images with words"):
        open_matcher(run)
