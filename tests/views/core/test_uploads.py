"""The visitor's own files: what is read, and what is refused in one sentence."""

import io

import numpy as np
import pytest
from PIL import Image

from gradatim.errors import UserError
from gradatim.views.core.uploads import (
    MAX_POINTS,
    fit_image,
    fit_points,
    open_image,
    read_image,
    read_points,
)


def png(size, mode="RGB", color=0):
    file = io.BytesIO()
    Image.new(mode, size, color).save(file, "PNG")
    return file.getvalue()


def test_a_table_is_read_with_any_separator_and_class_names():
    text = "height;width;kind\n1;2;cat\n3;4;dog\n5;1;cat\n"
    points, labels, note = read_points(text.encode())
    assert labels.tolist() == [0, 1, 0]
    assert points.max() <= 5
    assert points.min() >= -5
    assert "3 of 3" in note


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_of_a_french_spreadsheet_with_three_classes(encoding):
    text = "Id;Longueur;Largeur;Note;Espèce\r\n" + "\r\n".join(
        f"{i};{i % 5 + 0.5};{1000 * i};texte, libre;{'abé'[i % 3]}".replace(".", ",")
        for i in range(30)
    )
    points, labels, note = read_points(text.encode(encoding))
    assert labels.tolist() == [1, 0, 0] * 10  # the first class against the others
    assert "Across: Longueur, up: Largeur." in note
    assert "Of 3 classes, a is told from the others." in note
    assert points.min(0).tolist() == pytest.approx([-4.5, -4.5])  # each axis has its own scale
    assert points.max(0).tolist() == pytest.approx([4.5, 4.5])


def test_missing_and_infinite_cells_are_left_out_and_counted():
    text = "1,2,a\n,3,b\n4,inf,a\n5,6,b\nnan,2,a\n7,8,a"
    points, _, note = read_points(text.encode())
    assert len(points) == 3
    assert "3 with missing or infinite" in note


def test_arrays_are_fitted_like_tables():
    xy = np.stack([np.arange(3000.0), -np.arange(3000.0)], 1) * 1e300
    points, labels = fit_points(xy, np.arange(3000) % 2)
    assert len(points) <= MAX_POINTS
    assert np.abs(points).max() <= 5
    assert set(labels) == {0, 1}
    for bad in (
        (xy[:, :1], [0, 1]),
        (xy[:2], [1, 1]),
        (xy[:3], [0, 1]),
        ([[1, np.nan]] * 2, [0, 1]),
    ):
        with pytest.raises(UserError):
            fit_points(*bad)


def test_a_long_table_is_thinned_evenly():
    rows = "\n".join(f"{i},{-i},{i % 2}" for i in range(100_001))
    points, _, note = read_points(rows.encode())
    assert len(points) <= MAX_POINTS
    assert "of 100001" in note
    assert points[0, 0] < -4
    assert points[-1, 0] > 4


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"1,2,a\nhello,3,b\n4,5,a", "'hello'"),
        (b"1,2\n3,4", "columns"),
        (b"1,2,a\n3,4,a", "needs two"),
        (b"\x00\xff\xfe", "not a text file"),
        (b"x,y,c", "0 rows"),
        (b"1," * 5_000_000, "10 MB"),
        (b"1,2,a\n" * 10_000_000, "60 MB"),
    ],
)
def test_a_bad_table_is_refused_with_the_reason(content, said):
    with pytest.raises(UserError, match=said):
        read_points(content)


def test_transparent_pixels_become_white():
    assert read_image(png((20, 30), "RGBA", (0, 0, 0, 0)), 28).min() == 1
    assert read_image(png((20, 30), "RGB", (255, 0, 0)), 28, gray=False).shape == (28, 28, 3)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (png((1, 1)), "1 x 1"),
        (png((12_000, 12_000), "1"), "12000 x 12000"),
        (b"not an image", "not an image"),
        (png((40, 40))[:60], "damaged|not an image"),
        (b"", "not an image"),
    ],
)
def test_a_bad_image_is_refused_with_the_reason(content, said):
    with pytest.raises(UserError, match=said):
        read_image(content, 28)


def test_arrays_of_all_layouts_become_gray_squares():
    for shape in ((30, 40), (30, 40, 3), (3, 30, 40)):
        fitted = fit_image(np.full(shape, 200, np.uint8), 28)
        assert fitted.shape == (28, 28)
        assert fitted.mean() == pytest.approx(200 / 255, abs=1e-3)


def test_a_photograph_is_turned_upright():
    pixels = np.zeros((30, 60, 3), np.uint8)
    pixels[:, :30] = 255
    file, mark = io.BytesIO(), Image.Exif()
    mark[0x0112] = 6  # the camera was turned: rotate by 90 degrees to the right
    Image.fromarray(pixels).save(file, "JPEG", exif=mark)
    upright = open_image(file.getvalue())
    assert upright.size == (30, 60)
    assert upright.getpixel((15, 5))[0] > 250 > 5 > upright.getpixel((15, 55))[0]


@pytest.mark.parametrize("dtype", [np.uint16, np.float32])
def test_an_image_of_more_than_eight_bits_is_scaled_and_not_clipped(dtype):
    values = np.linspace(0, 65535 if dtype == np.uint16 else 1, 64 * 64).reshape(64, 64)
    file = io.BytesIO()
    Image.fromarray(values.astype(dtype)).save(file, "TIFF")
    gray = np.asarray(open_image(file.getvalue()).convert("L"))
    assert (gray.min(), gray.max()) == (0, 255)
    assert 120 < gray.mean() < 135


def test_postscript_which_would_start_a_program_is_no_image(monkeypatch):
    started = []
    monkeypatch.setattr("PIL.EpsImagePlugin.Ghostscript", lambda *a, **k: started.append(a))
    content = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 50 50\n%%EndComments\nshowpage\n"
    with pytest.raises(UserError, match="not an image that can be read"):
        open_image(content)
    assert not started
