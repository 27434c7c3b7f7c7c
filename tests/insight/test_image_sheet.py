"""A sheet of images: places, enlargement, colors."""

import numpy as np
import pytest
import torch
from PIL import Image

from gradatim.errors import UserError
from gradatim.insight.image_sheet import image_sheet, write_sheet


def test_tiles_stand_row_by_row_and_are_enlarged_by_a_whole_factor():
    images = torch.zeros(3, 1, 8, 8)
    images[2] = 1
    sheet = np.asarray(image_sheet(images, columns=2, gap=4))
    assert sheet.shape == (2 * 68 + 4, 2 * 68 + 4, 3)
    assert (sheet[4:68, 4:68] == 0).all()
    assert (sheet[72:136, 4:68] == 255).all()
    assert (sheet[72:136, 72:136] == 255).all(), "paper where no tile is"


def test_labels_stand_below_their_tiles():
    sheet = np.asarray(image_sheet(torch.zeros(2, 1, 64, 64), labels=["", "zéro"]))[..., 0]
    assert sheet.shape == (4 + 64 + 18 + 4, 4 + 2 * 68)
    assert (sheet[4:68, 72:136] == 0).all()
    assert (sheet[68:, :68] == 255).all(), "nothing below a tile without a label"
    assert (sheet[70:84, 80:128] < 128).any()


def test_colors_are_kept_in_the_file(tmp_path):
    images = torch.zeros(1, 3, 64, 64)
    images[0, 1] = 0.5
    file = write_sheet(images, tmp_path / "new" / "sheet.png")
    assert Image.open(file).getpixel((30, 30)) == (0, 128, 0)


def test_the_ending_decides_the_format(tmp_path):
    images = torch.zeros(1, 3, 64, 64)
    for ending, kind in ((".png", "PNG"), (".JPG", "JPEG"), (".webp", "WEBP")):
        with Image.open(write_sheet(images, tmp_path / f"sheet{ending}")) as file:
            assert file.format == kind
    for name in ("sheet.svg", "sheet"):
        with pytest.raises(UserError, match=rf"{name} is no name of an image file: end it in .png"):
            write_sheet(images, tmp_path / name)
