"""Train here, test there: what is read of another data set, and what the same frame does."""

import io

import numpy as np
import pytest
import torch
from PIL import Image

from gradatim.views import load


@pytest.fixture(scope="module")
def learned():
    engine = load("unseen_data")()
    engine.step(120)
    return engine


def test_the_question_of_the_view_has_its_answer(learned):
    _, here, there = learned.curve[-1]
    assert here > 0.9
    assert there < 0.5
    frame = learned.snapshot()
    assert frame["low"][1] < there < frame["high"][1]
    assert frame["counts"] == [300, 100]
    shown = [s == t for s, t in zip(frame["said"], frame["truth"], strict=True)]
    assert len(shown) == 24
    assert 0 < sum(shown) < 24


def test_the_same_frame_helps_and_leaves_no_image_among_both(learned):
    cropped = load("unseen_data")(remedy="crop", labeled=2)
    cropped.step(60)
    assert cropped.curve[-1][2] > learned.curve[-1][2] + 0.1
    frame = cropped.snapshot()
    assert frame["counts"] == [300, 80]  # of 100, the twenty with labels are not measured on
    assert frame["sizes"] == [1100, 20]


def test_going_back_is_exact(learned):
    before = learned.task.model.state_dict()["stages.0.0.weight"].clone()
    learned.step(6)
    curve = list(learned.curve)
    learned.rewind(6)
    assert torch.equal(before, learned.task.model.state_dict()["stages.0.0.weight"])
    learned.step(6)
    assert learned.curve == curve


def test_a_digit_of_ones_own_is_read_in_either_form_of_ink(learned):
    digit = np.zeros((60, 60), np.uint8)
    digit[10:50, 28:34] = 255
    said = []
    for pixels in (digit, 255 - digit):
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "PNG")
        learned.load_file("one.png", file.getvalue())
        frame = learned.snapshot()
        assert frame["own"].shape == (16, 16)
        said.append(frame["own_said"])
    assert said[0] == pytest.approx(said[1], abs=1e-3)
