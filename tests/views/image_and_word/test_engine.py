"""Words sort emoji, a captioner says what it sees: by models that ship, on unseen examples."""

import io

import numpy as np
import pytest
import torch
from PIL import Image

from gradatim.errors import UserError
from gradatim.recipes.multimodal.shipped_models import emoji_examples
from gradatim.views import load
from gradatim.views.core.wire import MAX_FRAME, encode
from gradatim.views.image_and_word import engine as module


def png(pixels):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def names_in_order(engine):
    names = emoji_examples().names["en"]
    return [names[int(engine.sheet.rows[i])] for i in engine.frame()["order"]]


def test_it_opens_sorted_by_all_words_and_play_reads_them_one_by_one():
    engine = load("image_and_word")()
    frame = engine.frame()
    assert frame["read"] == ["a", "yellow", "face"]
    assert frame["at"] == 3
    assert sorted(frame["order"]) == list(range(60))
    assert sum(map(len, encode(engine.snapshot())[1])) <= MAX_FRAME
    engine.step(1)
    assert engine.frame()["at"] == 1
    assert not engine.finished()
    engine.step(2)
    assert engine.finished()
    assert engine.frame()["order"] == frame["order"]
    engine.rewind(2)
    assert engine.frame()["at"] == 1


@pytest.mark.parametrize("words", ["a yellow face", "un visage jaune"])
def test_words_of_both_languages_bring_faces_to_the_front(words):
    engine = load("image_and_word")(words=words)
    assert sum("face" in name for name in names_in_order(engine)[:3]) >= 2


def test_names_are_ranked_for_the_emoji_that_is_chosen_and_for_ones_own_image():
    engine = load("image_and_word")()
    engine.set("chosen", 5)
    frame = engine.frame()
    assert frame["chosen"] == 5
    assert frame["called"] == [
        several[int(engine.sheet.rows[5])] for several in emoji_examples().names.values()
    ]
    assert frame["best"] == sorted(frame["best"], key=lambda pair: -pair[1])
    red = png(np.full((40, 40, 3), (220, 20, 30), np.uint8))
    engine.load_file("red.png", red)
    frame = engine.frame()
    assert frame["own"].shape == (3, 32, 32)
    engine.set("words", "red")
    assert engine.frame()["own"] is not None


def test_words_are_needed_and_many_are_read_together():
    engine = load("image_and_word")()
    with pytest.raises(UserError, match="empty"):
        engine.set("words", "  ")
    assert engine.values["words"] == "a yellow face"
    engine.set("words", "a " * 30)
    assert engine.frame()["at"] == 16


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_captioner_looks_at_the_digit_that_it_names(language):
    engine = load("image_and_word")(task="caption", language=language)
    looked = []
    for seed in range(6):
        engine.set("seed", seed)
        frame = engine.frame()
        if " ".join(frame["said"]) != frame["truth"]:
            continue
        assert frame["all"]
        engine.step(len(frame["said"]))
        assert engine.finished()
        for word in range(1, len(frame["said"]) + 1):
            engine.set("word", word)
            looked += [engine.frame()["inside"]]
    inside = [fraction for fraction in looked if fraction is not None]
    assert len(inside) >= 6
    assert sum(inside) / len(inside) > 0.75


def test_ones_own_scene_is_said_in_either_form_of_ink():
    engine = load("image_and_word")(task="caption")
    scene = (engine.scene.images[0, 0].numpy()).astype(np.uint8)
    said = engine.frame()["said"]
    for pixels in (scene, 255 - scene):
        engine.load_file("scene.png", png(pixels))
        frame = engine.frame()
        assert frame["said"] == said
        assert frame["truth"] == ""
        assert frame["inside"] is None


def test_a_captioner_that_says_nothing_is_shown(monkeypatch):
    engine = load("image_and_word")(task="caption")
    empty = module.Caption(torch.zeros(1, 48, 48), [], torch.zeros(0, 36))
    monkeypatch.setattr(module, "caption_image", lambda *_: empty)
    engine.set("language", "fr")
    assert engine.frame()["said"] == ["?"]


def test_without_any_run_it_is_said_how_to_make_one(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "RUNS", tmp_path)
    for task, recipe in (("match", "emoji-clip"), ("caption", "scene-captioner")):
        with pytest.raises(UserError, match=f"gradatim train {recipe}"):
            load("image_and_word")(model="run", task=task)
