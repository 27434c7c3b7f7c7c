"""Images of the user's own: whatever cameras and drawing programs write."""

import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from gradatim.data import load
from gradatim.data.own import image_files
from gradatim.data.vision.image_folder import load_folder, read_image
from gradatim.errors import UserError


def draw(path: Path, color: object = "red", size: tuple[int, int] = (20, 16)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, color).save(path)  # type: ignore[arg-type]
    return path


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    for i in range(10):
        draw(tmp_path / "pets" / "cat" / f"{i}.png", (i, 0, 0))
        draw(tmp_path / "pets" / "dog" / f"{i}.JPG", (0, i, 0))
    return tmp_path / "pets"


def test_every_class_is_split_and_no_image_is_in_both_parts(pets: Path) -> None:
    train, test = (load(f"folder:{pets}", split, size=8) for split in ("train", "test"))
    assert train.classes == test.classes == ("cat", "dog")
    assert train.labels.bincount().tolist() == [8, 8]
    assert test.labels.bincount().tolist() == [2, 2]
    assert train.images.shape == (16, 3, 8, 8)
    cats = [int(p[0, 0, 0]) for s in (train, test) for p in s.images[s.labels == 0]]
    assert sorted(cats) == list(range(10))
    assert torch.equal(load(str(pets), "train", size=8).images, train.images)


def test_train_and_test_folders_are_taken_as_they_are(tmp_path: Path) -> None:
    for part, n_images in (("train", 3), ("test", 1)):
        for name in ("cat", "dog"):
            for i in range(n_images):
                draw(tmp_path / part / name / f"{i}.png")
    assert len(load(str(tmp_path), "train", size=8)) == 6
    assert len(load(str(tmp_path), "test", size=8)) == 2
    draw(tmp_path / "test" / "bird" / "0.png")
    with pytest.raises(UserError, match="same classes"):
        load(str(tmp_path), "test", size=8)


def test_unreadable_images_are_skipped_and_named(pets: Path) -> None:
    (pets / "cat" / "broken.png").write_bytes(b"no image")
    half = (pets / "dog" / "0.JPG").read_bytes()[:-200]
    (pets / "dog" / "half.jpg").write_bytes(half)
    (pets / "cat" / "notes.txt").write_text("not looked at")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        n_images = sum(len(load_folder(pets, split, size=8)) for split in ("train", "test"))
    said = " ".join(str(w.message) for w in caught)
    assert n_images == 20
    assert "broken.png" in said
    assert "half.jpg" in said
    assert "notes.txt" not in said


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: [f.unlink() for f in (p / "cat").iterdir()], "'cat'.*no image"),
        (
            lambda p: [f.unlink() for f in sorted((p / "cat").iterdir())[1:]],
            "'cat'.*one image",
        ),
        (lambda p: (p / "cat").rename(p.parent / "cat"), "at least two subfolders"),
        (lambda p: p.rename(p.parent / "moved"), "there is no folder"),
        (lambda p: [f.write_bytes(b"x") for f in (p / "dog").iterdir()], "'dog'.*unreadable"),
    ],
)
def test_useless_folder_is_refused_in_words(pets: Path, change: object, message: str) -> None:
    change(pets)  # type: ignore[operator]
    with pytest.raises(UserError, match=message):
        load_folder(pets, "train", size=8)


def test_wrong_split_and_size_are_refused(pets: Path) -> None:
    with pytest.raises(UserError, match="no split 'validation'"):
        load(str(pets), "validation")
    with pytest.raises(UserError, match="8 to 1024"):
        load(str(pets), "train", size=4)


def test_image_is_resized_whole_so_that_nothing_at_its_edges_is_lost(tmp_path: Path) -> None:
    pixels = np.zeros((20, 60, 3), dtype=np.uint8)
    pixels[:, :20] = 200  # the left third
    Image.fromarray(pixels).save(tmp_path / "wide.png")
    image = read_image(tmp_path / "wide.png", (3, 9, 9))
    assert image.shape == (3, 9, 9)
    assert image.dtype == torch.uint8
    assert (image[:, :, :2] > 190).all()
    assert (image[:, :, 4:] < 10).all()


def test_photograph_is_turned_upright(tmp_path: Path) -> None:
    pixels = np.zeros((16, 16, 3), dtype=np.uint8)
    pixels[:8] = 255  # bright above
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side: turn by 90 degrees clockwise
    Image.fromarray(pixels).save(tmp_path / "turned.png", exif=exif)
    image = read_image(tmp_path / "turned.png", (3, 16, 16)).float()
    assert image[:, :, 8:].mean() > 250
    assert image[:, :, :8].mean() < 5


def test_transparency_lies_on_white(tmp_path: Path) -> None:
    Image.new("RGBA", (16, 16), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    Image.new("LA", (16, 16), (0, 128)).save(tmp_path / "half.png")
    assert (read_image(tmp_path / "clear.png", (3, 8, 8)) == 255).all()
    assert (read_image(tmp_path / "half.png", (1, 8, 8)).float() - 127).abs().max() <= 1
    palette = Image.new("P", (16, 16), 1)
    palette.putpalette([255, 0, 0, 0, 255, 0])
    palette.save(tmp_path / "palette.png")
    assert read_image(tmp_path / "palette.png", (3, 8, 8))[:, 0, 0].tolist() == [0, 255, 0]
    palette.save(tmp_path / "clear_palette.gif", transparency=1)
    assert (read_image(tmp_path / "clear_palette.gif", (3, 8, 8)) == 255).all()


def test_animation_gives_its_first_frame(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (16, 16), color) for color in ((0, 0, 255), (255, 0, 0))]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:])
    assert read_image(tmp_path / "moving.gif", (3, 8, 8))[:, 4, 4].tolist() == [0, 0, 255]


def test_sixteen_bits_are_scaled_not_clipped(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16).reshape(16, 16)
    Image.fromarray(ramp).save(tmp_path / "deep.png")
    image = read_image(tmp_path / "deep.png", (1, 16, 16))[0].int()
    assert (image - torch.arange(256).view(16, 16)).abs().max() <= 1


def test_image_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(image_files, "LARGEST", 100)
    with pytest.raises(UserError, match="20x16 pixels"):
        read_image(draw(tmp_path / "bomb.png"), (3, 8, 8))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)  # the library's own limit
    with pytest.raises(UserError, match=r"too many pixels, 100 are allowed"):
        read_image(tmp_path / "bomb.png", (3, 8, 8))


def test_file_that_is_no_image_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n")
    with pytest.raises(UserError, match="not an image"):  # and no PostScript program is run
        read_image(tmp_path / "a.png", (3, 8, 8))
    with pytest.raises(UserError, match="is not there: give the path of an image file"):
        read_image(tmp_path / "b.png", (3, 8, 8))


def test_ink_on_paper_becomes_a_digit_like_mnist(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))
    digits = load("mnist", "test").images[:50]
    alike = []
    for digit in digits:
        # A drawing: dark on white, five times as large, off-center on a larger sheet.
        ink = 255 - digit[0].numpy()
        large = Image.fromarray(ink).resize((140, 140), Image.Resampling.BICUBIC)
        sheet = Image.new("L", (320, 260), 255)
        sheet.paste(large, (150, 90))
        sheet.save(tmp_path / "drawing.png")
        read = read_image(tmp_path / "drawing.png", (1, 28, 28), data="mnist").float()
        alike.append(torch.corrcoef(torch.stack([read.flatten(), digit.float().flatten()]))[0, 1])
    assert min(alike) > 0.7
    assert sum(alike) / len(alike) > 0.94
    Image.fromarray(digits[0, 0].numpy()).save(tmp_path / "original.png")
    assert torch.equal(read_image(tmp_path / "original.png", (1, 28, 28), data="mnist"), digits[0])


def test_empty_paper_is_told(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    for name, paper in (("white", 255.0), ("gray", 150 + 3 * rng.standard_normal((60, 50)))):
        pixels = np.broadcast_to(paper, (60, 50)).astype(np.uint8)
        Image.fromarray(pixels).save(tmp_path / f"{name}.png")
        with pytest.raises(UserError, match="no ink stands out"):
            read_image(tmp_path / f"{name}.png", (1, 28, 28), data="mnist")
