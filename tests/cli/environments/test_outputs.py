"""`--out` loses nobody's file, and writes over what this program wrote before."""

import pytest
import torch
from PIL import Image

from gradatim.cli.outputs import new_image, new_page
from gradatim.errors import UserError
from gradatim.insight.html.page import page, write
from gradatim.insight.image_sheet import write_sheet


@pytest.mark.parametrize("ending", [".png", ".jpg", ".webp"])
def test_an_image_of_ours_may_be_drawn_again_and_no_other(tmp_path, ending):
    file = tmp_path / f"sheet{ending}"
    assert new_image(file) == file
    write_sheet(torch.rand(2, 3, 8, 8), file)
    assert new_image(file) == file
    Image.new("RGB", (8, 8)).save(file)
    with pytest.raises(UserError, match="did not write"):
        new_image(file)


def test_a_page_of_ours_may_be_written_again_and_no_other(tmp_path):
    file = tmp_path / "page.html"
    write(file, page("Title", "lead", []))
    assert new_page(file) == file
    file.write_text("<html>mine</html>")
    with pytest.raises(UserError, match="did not write"):
        new_page(file)


@pytest.mark.parametrize("name", ["config.json", "page", "table.csv"])
def test_another_ending_or_a_folder_is_refused(tmp_path, name):
    with pytest.raises(UserError, match=r"ends in \.html or \.htm"):
        new_page(tmp_path / name)
    with pytest.raises(UserError, match="is a folder"):
        new_page(tmp_path)
