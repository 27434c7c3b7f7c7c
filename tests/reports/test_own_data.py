"""The page of an inspection: counts, fractions, drawn sounds, and a sentence."""

import numpy as np
import pytest

from gradatim.data.own.inspection import Inspection
from gradatim.reports.own_data import ENVELOPE, class_rows, envelope, summary, write_inspection

COUNTS = {"cat": {"train": 30, "test": 10}, "dog": {"train": 60, "test": 0}}


@pytest.fixture
def found():
    made = Inspection("pets", "images", "a folder per class", counts=COUNTS)
    made.warnings = ["look <here>"]
    made.samples = [("cat", np.zeros((8, 8, 3))), ("dog", np.ones((8, 8, 3)))]
    made.next_command = "gradatim train folder-resnet --data pets"
    return made


def test_every_class_has_its_splits_and_its_fraction(found):
    header, rows = class_rows(found)
    assert header == ["class", "train", "test", "of all"]
    assert rows == [["cat", "30", "10", "40.0 %"], ["dog", "60", "0", "60.0 %"]]
    assert summary(found) == "100 images of 2 classes; a folder per class."


def test_the_page_shows_samples_warnings_and_what_to_do_next(found, tmp_path):
    text = write_inspection(found, tmp_path / "page.html").read_text("utf-8")
    assert text.count("<image") == 2
    assert "look &lt;here&gt;" in text
    assert "gradatim train folder-resnet --data pets" in text


def test_a_sound_is_drawn_as_the_range_that_it_moves_in():
    loud_then_quiet = np.concatenate([np.sin(np.arange(4000)), 0.1 * np.sin(np.arange(4000))])
    drawn = envelope(loud_then_quiet)
    assert drawn.shape == (*ENVELOPE, 3)
    ink = (drawn[..., 0] < 1).sum(0)
    assert ink[: ENVELOPE[1] // 2 - 1].min() > 3 * ink[ENVELOPE[1] // 2 + 1 :].max()
    assert (envelope(np.zeros(0))[..., 0] < 1).any()
