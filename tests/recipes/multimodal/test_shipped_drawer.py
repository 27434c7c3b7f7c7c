"""The model that ships and draws: it opens by its name, is small, and knows both languages."""

import json

import pytest

from gradatim.errors import UserError
from gradatim.recipes.multimodal import shipped_drawer
from gradatim.recipes.multimodal.drawing import draw_prompt
from gradatim.recipes.multimodal.shipped_drawer import FOLDER, NAME, open_shipped_drawer


def test_it_is_small_and_says_how_it_was_trained() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 1_000_000
    card = json.loads((FOLDER / "card.json").read_text("utf-8"))
    assert card["command"].startswith(f"gradatim train {NAME}")
    assert {"seed", "seconds", "hardware", "data", "test"} <= set(card)
    assert card["test"]["prompt_accuracy"] > 0.97


def test_it_draws_by_its_name_in_both_languages() -> None:
    for prompt in ("draw an eight", "dessine un huit"):
        images, note = draw_prompt(NAME, prompt, 1, guidance=2, seed=0, show=False)
        assert images.shape == (1, 1, 28, 28)
        assert note == ""
        assert 0.05 < (images > 0.5).float().mean() < 0.4  # ink on black


def test_damage_is_one_sentence(tmp_path, monkeypatch) -> None:
    for file in FOLDER.iterdir():
        content = file.read_bytes()
        damaged = file.suffix == ".safetensors"
        (tmp_path / file.name).write_bytes(content[:-1] + b"?" if damaged else content)
    monkeypatch.setattr(shipped_drawer, "FOLDER", tmp_path)
    open_shipped_drawer.cache_clear()
    with pytest.raises(UserError, match="checksum of its weights"):
        open_shipped_drawer()
    open_shipped_drawer.cache_clear()
