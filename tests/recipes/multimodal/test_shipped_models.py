"""The models that ship: each opens by its name, is small, and does what its card says."""

import json

import pytest
import torch

from gradatim.errors import UserError
from gradatim.recipes.multimodal import shipped_models
from gradatim.recipes.multimodal.caption_files import caption_file
from gradatim.recipes.multimodal.drawing import draw_prompt
from gradatim.recipes.multimodal.matching_files import match_files
from gradatim.recipes.multimodal.shipped_models import (
    CAPTIONER,
    DRAWER,
    FOLDER,
    KINDS,
    MATCHER,
    digit_examples,
    emoji_examples,
    open_shipped,
    tiled,
)

MEASURE = {DRAWER: "prompt_accuracy", MATCHER: "top5_accuracy", CAPTIONER: "exact_match"}


@pytest.mark.parametrize("name", KINDS)
def test_it_is_small_and_says_how_it_was_trained(name):
    assert sum(file.stat().st_size for file in (FOLDER / name).iterdir()) < 1_000_000
    card = json.loads((FOLDER / name / "card.json").read_text("utf-8"))
    assert card["command"].startswith(f"gradatim train {name}")
    assert {"seed", "seconds", "hardware", "data", "test", "measured"} <= set(card)
    # Eight bits lose next to nothing of what the run reached on the same test data.
    assert card["measured"][MEASURE[name]] > card["test"][MEASURE[name]] - 0.01


def test_it_draws_by_its_name_in_both_languages() -> None:
    for prompt in ("draw an eight", "dessine un huit"):
        images, note = draw_prompt(DRAWER, prompt, 1, guidance=2, seed=0, show=False)
        assert images.shape == (1, 1, 28, 28)
        assert note == ""
        assert 0.05 < (images > 0.5).float().mean() < 0.4  # ink on black


def test_it_ranks_words_for_an_image_by_its_name(tmp_path):
    examples = emoji_examples()
    assert examples.images.shape == (2, 120, 3, 32, 32)
    face = examples.names["en"].index("disappointed face")
    file = tmp_path / "face.png"
    tiled(examples.images[:1, face], 1).save(file)
    ranked = match_files(MATCHER, [file], ["a yellow face", "a red car", "une maison"])[0]
    assert ranked[0][0] == "a yellow face"
    assert len(match_files(MATCHER, [file])[0]) > 1500  # by default all English names


def test_it_captions_a_scene_by_its_name(tmp_path):
    digits = digit_examples()
    assert digits.images.shape == (100, 1, 20, 20)
    scene = torch.zeros(1, 1, 48, 48, dtype=torch.uint8)
    scene[0, :, 2:22, 2:22], scene[0, :, 2:22, 26:46] = digits.images[30], digits.images[72]
    file = tmp_path / "scene.png"
    tiled(scene, 1).save(file)
    assert caption_file(CAPTIONER, file, "en").words == ["a", "three", "left", "of", "a", "seven"]


def test_images_are_laid_side_by_side_and_read_back():
    examples = emoji_examples().images[0, :48]
    assert tiled(examples, 24).size == (24 * 32, 2 * 32)


def test_damage_is_one_sentence(tmp_path, monkeypatch) -> None:
    (tmp_path / DRAWER).mkdir()
    for file in (FOLDER / DRAWER).iterdir():
        content = file.read_bytes()
        damaged = file.suffix == ".safetensors"
        (tmp_path / DRAWER / file.name).write_bytes(content[:-1] + b"?" if damaged else content)
    monkeypatch.setattr(shipped_models, "FOLDER", tmp_path)
    open_shipped.cache_clear()
    with pytest.raises(UserError, match="checksum of its weights"):
        open_shipped(DRAWER)
    open_shipped.cache_clear()
