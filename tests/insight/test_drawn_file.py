"""An image that this program drew is known again; others, and what is no image, are not."""

import pytest
from PIL import Image

from gradatim.insight.drawn_file import FORMATS, is_drawn, maker_exif


@pytest.mark.parametrize("ending", FORMATS)
def test_its_own_images_are_known(tmp_path, ending):
    ours, theirs = tmp_path / f"ours{ending}", tmp_path / f"theirs{ending}"
    Image.new("RGB", (4, 4)).save(ours, exif=maker_exif())
    Image.new("RGB", (4, 4)).save(theirs)
    assert is_drawn(ours)
    assert not is_drawn(theirs)


def test_what_is_no_image_is_not_ours(tmp_path):
    (tmp_path / "table.png").write_text("a,b")
    assert not is_drawn(tmp_path / "table.png")
