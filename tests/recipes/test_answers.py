"""Answers as JSON, which files are meant, and batches that keep their order."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from gradatim.data.info import ImageInfo
from gradatim.data.vision.image_folder import ENDINGS
from gradatim.errors import UserError
from gradatim.recipes.answers import Estimate, answers, as_json, files_of, named, prediction

INFO = ImageInfo(data="", classes=("dark", "light"), shape=(1, 4, 4), mean=(0.0,), std=(1.0,))


class Bright(torch.nn.Module):
    """Tells dark from light images by their mean pixel."""

    def forward(self, images):
        mean = images.mean((1, 2, 3))
        return torch.stack([10 * (0.5 - mean), 10 * (mean - 0.5)], 1)


@pytest.fixture
def folder(tmp_path):
    for i in range(70):  # more than a batch
        pixels = np.full((4, 4), 255 * (i % 2), np.uint8)
        Image.fromarray(pixels).save(tmp_path / f"{i:02}.png")
    return tmp_path


def test_files_are_answered_in_their_order_and_unreadable_ones_are_named(folder):
    (folder / "35.png").write_bytes(b"no image")
    files, unreadable = files_of([folder], ENDINGS), []
    found = dict(answers(Bright(), INFO, files, unreadable))
    assert list(found) == [file for file in files if file.name != "35.png"]
    for file, answer in found.items():
        assert answer.label == ("light" if int(file.stem) % 2 else "dark")
        assert answer.probability == max(answer.probabilities.values())
    assert [file.name for file, _ in unreadable] == ["35.png"]


def test_files_come_from_folders_tables_and_single_names(folder, tmp_path):
    table = tmp_path / "some.csv"
    table.write_text("file,label\n00.png,dark\n01.png,light\n")
    assert [f.name for f in files_of([table], ENDINGS)] == ["00.png", "01.png"]
    assert files_of([folder / "03.png"], ENDINGS) == [folder / "03.png"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match=r"has no file that can be read \(allowed: "):
        files_of([tmp_path / "empty"], ENDINGS)
    table.write_text("a,b\n1,2\n")
    with pytest.raises(UserError, match="names files: call it file"):
        files_of([table], ENDINGS)


def test_json_has_the_likeliest_classes_and_no_infinity():
    told = as_json(prediction(["a", "b", "c", "d"], [0.6, 0.2, 0.15, 0.05]))
    assert (told["class"], told["known"]) == ("a", True)
    assert [one["class"] for one in told["next"]] == ["b", "c"]
    assert as_json(Estimate(3.0, -math.inf, math.inf)) == {"value": 3.0, "low": None, "high": None}


@pytest.mark.parametrize("reason", ["it is cut off.", "a.png is not an image."])
def test_why_a_file_cannot_be_read_has_its_name_once(reason):
    assert named(Path("a.png"), reason).count("a.png") == 1
