"""Maps of a model that ships: what a name is due to, with the two tests of each map."""

import io

import numpy as np
import pytest
import torch
from PIL import Image

from gradatim.errors import UserError
from gradatim.recipes.multimodal.shipped_models import emoji_examples
from gradatim.views import load
from gradatim.views.core.wire import MAX_FRAME, encode


@pytest.fixture(scope="module")
def engine():
    return load("explanation")()


def test_all_four_methods_are_drawn_for_both_networks(engine):
    frame = engine.snapshot()
    assert frame["methods"] == ["saliency", "integrated-gradients", "grad-cam", "occlusion"]
    for name in ("maps", "shuffled"):
        assert frame[name].shape == (4, 32, 32)
        assert float(frame[name].max()) == 1.0
    assert frame["best"][0][0] == frame["asked"]
    assert sum(map(len, encode(frame)[1])) <= MAX_FRAME


def test_the_question_of_the_view_has_its_answer(engine):
    alike = []
    for image in (3, 40, 80):
        engine.set("image", image)
        alike.append(engine.snapshot()["alike"])
    mean = np.mean(alike, axis=0)
    assert mean.argmax() == 1
    assert mean[1] > 0.8


def test_steps_delete_the_most_marked_pixels_and_go_back(engine):
    engine.set("image", 15)
    engine.set("method", "saliency")  # whose numbers all differ
    whole = engine.snapshot()
    assert torch.equal(whole["without_marked"], whole["image"])
    engine.step(5)
    frame = engine.snapshot()
    assert (frame["without_marked"] != frame["image"]).any()
    fifth = engine.strength[0].topk(205).indices  # 20 % of 32 x 32
    assert (frame["without_marked"].flatten(1)[:, fifth] == 1).all()
    with torch.no_grad():
        for image, curve in (("without_marked", "marked"), ("without_random", "random")):
            probability = engine.model(frame[image][None]).softmax(1)[0, engine.target]
            assert float(frame[curve][5]) == pytest.approx(float(probability), abs=1e-5)
    engine.rewind(5)
    assert torch.equal(engine.snapshot()["without_marked"], whole["image"])
    engine.step(40)
    assert engine.finished()


def test_another_name_and_an_image_of_ones_own_are_explained(engine):
    before = engine.snapshot()["maps"]
    engine.set("words", "a red heart")
    assert engine.snapshot()["asked"] == "a red heart"
    assert not torch.equal(engine.snapshot()["maps"], before)
    file = io.BytesIO()
    Image.fromarray(np.full((50, 40, 3), (220, 20, 30), np.uint8)).save(file, "PNG")
    engine.load_file("red.png", file.getvalue())
    frame = engine.snapshot()
    assert frame["called"] == ""
    assert float(frame["image"][0].mean()) == pytest.approx(220 / 255, abs=0.01)
    with pytest.raises(UserError, match="not an image"):
        engine.load_file("text.png", b"text")
    engine.set("image", 10)
    assert engine.snapshot()["called"]
    assert engine.snapshot()["notice"] == ""


def test_a_french_page_names_images_in_french(engine):
    engine.set("words", "")
    engine.set("image", 15)
    assert engine.snapshot()["asked"] == "cat with tears of joy"
    for name, value in type(engine).opening("fr").items():
        engine.set(name, value)
    frame = engine.snapshot()
    assert frame["asked"] == frame["called"] == "chat qui pleure de joie"
    assert {name for name, _ in frame["best"]} <= set(emoji_examples().names["fr"])
