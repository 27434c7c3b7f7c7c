"""Images as they are stored, and files that are called images and are none."""

import pytest

from gradatim.data.own.image_files import UNREADABLE, open_upright, reason_of


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (b"\0\0\0\x18ftypheic\0\0", "HEIC, as telephones write it"),
        (b"version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
        (b"\n<!DOCTYPE html><html>", "a web page, saved in place"),
        (b"<svg xmlns='...'/>", "export it as PNG"),
        (b"%PDF-1.7", "export its pages as PNG"),
        (b"", "the file is empty"),
        (b"nothing", "not an image"),
    ],
)
def test_what_is_called_an_image_and_is_none_is_named(tmp_path, start, reason):
    file = tmp_path / "x.jpg"
    file.write_bytes(start)
    with pytest.raises(UNREADABLE) as caught:
        open_upright(file)
    assert reason in reason_of(caught.value)
