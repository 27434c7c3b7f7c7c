"""Image sets by name: what the publishers say of them holds for what is loaded."""

import gzip
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from gradatim.data import load
from gradatim.data.vision.datasets import LOADERS
from gradatim.data.vision.image_set import channel_statistics
from gradatim.errors import UserError


@pytest.fixture
def real(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))
    return data_folder


COUNTS = {
    ("usps", "train"): (1194, 1005, 731, 658, 652, 556, 664, 645, 542, 644),
    ("usps", "test"): (359, 264, 198, 166, 200, 160, 170, 147, 166, 177),
    ("pneumoniamnist", "train"): (1214, 3494),
    ("pneumoniamnist", "validation"): (135, 389),
    ("pneumoniamnist", "test"): (234, 390),
    ("breastmnist", "train"): (147, 399),
    ("breastmnist", "validation"): (21, 57),
    ("breastmnist", "test"): (42, 114),
    ("fashion-mnist", "test"): (1000,) * 10,
    ("cifar-10", "test"): (1000,) * 10,
    ("mnist", "test"): (980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009),
}


@pytest.mark.parametrize(("name", "split"), COUNTS)
def test_classes_are_as_many_as_published(name: str, split: str, real: Path) -> None:
    images = load(name, split)
    assert tuple(images.labels.bincount().tolist()) == COUNTS[name, split]
    assert images.images.dtype == torch.uint8
    assert images.labels.dtype == torch.int64
    assert images.images.shape[0] == len(images) == sum(COUNTS[name, split])
    assert len(images.classes) == len(COUNTS[name, split])
    assert images.images.shape[1] == (3 if name == "cifar-10" else 1)


def test_gray_photographs_are_the_middle_in_the_brightness_that_pillow_gives(real: Path) -> None:
    color, gray = load("cifar-10", "test"), load("cifar-10-gray", "test")
    assert torch.equal(gray.labels, color.labels)
    assert gray.images.shape == (10_000, 1, 28, 28)
    for i in range(20):
        picture = Image.fromarray(color.images[i].permute(1, 2, 0).numpy()).convert("L")
        theirs = torch.from_numpy(np.array(picture)[2:30, 2:30].astype(int))
        assert (gray.images[i, 0].int() - theirs).abs().max() <= 1  # Pillow rounds down a little


def test_importing_the_package_loads_no_heavy_library() -> None:
    heavy = ("sklearn", "PIL", "pooch", "requests", "matplotlib")
    code = f"import sys, gradatim.data; print([m for m in {heavy} if m in sys.modules])"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


def test_mnist_has_the_published_mean_and_deviation(real: Path) -> None:
    mean, std = channel_statistics(load("mnist", "train").images)
    assert round(mean.item(), 4) == 0.1307
    assert round(std.item(), 4) == 0.3081


def test_digits_are_those_of_scikit_learn_in_a_split_that_anyone_can_make() -> None:
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    bunch = load_digits()
    train, test = load("digits", "train"), load("digits", "test")
    assert (len(train), len(test)) == (1437, 360)
    rows = np.arange(1797)
    parts = train_test_split(rows, test_size=360, stratify=bunch.target, random_state=0)
    for part, chosen in zip((train, test), map(sorted, parts), strict=True):
        brightness = (part.images[:, 0].double() * 16 / 255).round().numpy()
        np.testing.assert_array_equal(brightness, bunch.images[chosen])
        np.testing.assert_array_equal(part.labels, bunch.target[chosen])


def test_usps_keeps_its_values(real: Path) -> None:
    with gzip.open(real / "usps" / "zip.test.gz", "rt") as file:
        first = [float(word) for word in file.readline().split()]
    images = load("usps", "test")
    assert images.labels[0] == first[0]
    values = images.images[0].flatten().double() / 127.5 - 1
    assert (values - torch.tensor(first[1:], dtype=torch.double)).abs().max() < 1 / 254


def test_validation_is_refused_where_the_publisher_gives_none() -> None:
    for name in LOADERS:
        if name not in ("pneumoniamnist", "breastmnist"):
            with pytest.raises(UserError, match="hold out"):
                load(name, "validation")


@pytest.mark.parametrize(
    ("name", "split", "message"),
    [
        ("mnits", "train", "did you mean 'mnist'"),
        ("cifar10", "train", "did you mean 'cifar-10'"),
        ("mnist", "tests", "did you mean 'test'"),
        ("./no/such/folder", "train", "nor a folder"),
        ("folder:no/such/folder", "train", "there is no folder"),
    ],
)
def test_wrong_name_is_answered_with_the_nearest(name: str, split: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        load(name, split)


def test_swapped_images_and_labels_are_refused(
    real: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mnist").mkdir()
    for file, other in (("images-idx3", "labels-idx1"), ("labels-idx1", "images-idx3")):
        source = real / "mnist" / f"t10k-{other}-ubyte.gz"
        shutil.copy(source, tmp_path / "mnist" / f"t10k-{file}-ubyte.gz")
    monkeypatch.setenv("GRADATIM_DATA", str(tmp_path))
    with pytest.raises(UserError, match=r"it is mnist/t10k-labels-idx1-ubyte\.gz"):
        load("mnist", "test")


def test_damaged_idx_files_are_refused_in_words(tmp_path: Path) -> None:
    read_idx = import_module("gradatim.data.vision.datasets").read_idx
    good = bytes((0, 0, 8, 1)) + (5).to_bytes(4, "big") + b"abcde"
    path = tmp_path / "labels.gz"
    path.write_bytes(gzip.compress(good))
    assert read_idx(path, 1).tolist() == list(b"abcde")
    for content in (
        gzip.compress(good)[:-12],
        b"no gzip",
        gzip.compress(good[:-1]),
        gzip.compress(good[:6]),
        gzip.compress(b"\1" + good[1:]),
    ):
        path.write_bytes(content)
        with pytest.raises(UserError, match=str(path)):
            read_idx(path, 1)
