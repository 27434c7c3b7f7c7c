"""Image data sets as tensors: `load(name, split)` gives uint8 images and their labels.

N images, C channels (1 gray, 3 red-green-blue), H and W height and width.

| name | images | C, H, W | classes | splits |
| --- | --- | --- | --- | --- |
| digits | 1,797 | 1, 8, 8 | 10 | train 1,437 and test 360, see `_digits` |
| mnist, fashion-mnist | 70,000 | 1, 28, 28 | 10 | train, test |
| cifar-10 | 60,000 | 3, 32, 32 | 10 | train, test |
| cifar-10-gray | 60,000 | 1, 28, 28 | 10 | the same in gray, their middle |
| usps | 9,298 | 1, 16, 16 | 10 | train, test |
| pneumoniamnist | 5,856 | 1, 28, 28 | 2 | train, validation, test |
| breastmnist | 780 | 1, 28, 28 | 2 | train, validation, test |
| a folder, CSV or zip | yours | 3, size, size | yours | train, test; see `image_folder.py` |
"""

import gzip
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.data.download import fetch
from gradatim.data.own.archive import unpacked
from gradatim.data.own.folder_layout import ENDINGS, find_splits
from gradatim.data.own.labeled_files import find_labeled, is_listed, is_own, own_path
from gradatim.data.vision import cifar
from gradatim.data.vision.augment import brightness_of
from gradatim.data.vision.image_folder import load_folder
from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError, nearest
from gradatim.spelling import spelled

DIGITS = tuple("0123456789")
DIGITS_TEST_ROWS = Path(__file__).with_name("digits_test_rows.txt")
FASHION = (
    *("T-shirt", "trouser", "pullover", "dress", "coat"),
    *("sandal", "shirt", "sneaker", "bag", "ankle boot"),
)
PNEUMONIA = ("normal", "pneumonia")
BREAST = ("malignant", "normal or benign")
SPLITS = ("train", "validation", "test")
FOLDER_SIZE = 64  # pixels
OWN_FOLDER = "FOLDER"  # stands in recipes for the folder that the user is to name


def load(
    name: str,
    split: str = "train",
    *,
    size: int | None = None,
    classes: tuple[str, ...] = (),
) -> ImageSet:
    """Load a data set.

    Args:
        name: digits, mnist, fashion-mnist, cifar-10, cifar-10-gray, usps, pneumoniamnist,
            breastmnist, or a folder of your own images with one subfolder per class, as a path or
            `folder:PATH`.
        split: train or test; MedMNIST's sets also have validation.
        size: height and width that the images are resized to, in pixels; by default those of a
            data set keep theirs, and those of a folder become 64 x 64.
        classes: of a folder, those that a trained network knows, in its order.

    Raises:
        UserError: an unknown name or split, files that are missing or damaged.
    """
    if split not in SPLITS:
        raise UserError(f"there is no split {split!r}: {nearest(str(split), SPLITS)}")
    require_known(name)
    if name in LOADERS:
        if split == "validation" and LOADERS[name] is not _medmnist:
            raise UserError(
                f"{name} has no validation images of its own: hold out a fraction of train, or "
                "take a set that has them, pneumoniamnist or breastmnist."
            )
        images = LOADERS[name](name, split)
        return images if size is None else _resized(images, size)
    return load_folder(own_path(name), split, size=size or FOLDER_SIZE, classes=classes)


def has_validation_folder(name: str) -> bool:
    """Tell whether a folder of one's own has images for validation beside those for the test."""
    if name in LOADERS or not is_own(name):
        return False
    path = own_path(name)
    if path.suffix.lower() == ".zip" and path.is_file():
        path = unpacked(path)
    found = find_labeled(path, ENDINGS).splits if is_listed(path) else find_splits(path)
    return {"validation", "test"} <= set(found)


def _resized(images: ImageSet, size: int) -> ImageSet:
    if images.images.shape[2:] == (size, size):
        return images
    parts = [
        F.interpolate(part.float(), (size, size), mode="bilinear", antialias=True)
        for part in images.images.split(1000)  # as floats they take four times the memory
    ]
    pixels = torch.cat([part.round().clamp(0, 255).to(torch.uint8) for part in parts])
    return replace(images, images=pixels)


def require_known(name: str) -> None:
    """Check that a name is that of a data set or of a folder, before anything long begins.

    Raises:
        UserError: it is neither; with the nearest name.
    """
    if not isinstance(name, str) or not name:
        raise UserError(f"a data set has a name, such as 'mnist', and this is {name!r}.")
    if name == OWN_FOLDER:
        raise UserError(
            f"your own images are needed: add {spelled('data', 'FOLDER')}, one subfolder per class."
        )
    if name not in LOADERS and not name.startswith("folder:") and not is_own(name):
        raise UserError(
            f"there is no data set {name!r}, nor a folder of that name: {nearest(name, LOADERS)} "
            "Or give a folder with one subfolder per class, a CSV of files and labels, or a zip."
        )


def _digits(name: str, split: str) -> ImageSet:
    """The 1,797 digits of 8x8 pixels that come with scikit-learn: 1,437 to train, 360 to test.

    They have no official split. Ours is scikit-learn's `train_test_split` of the row numbers with
    `test_size=360, stratify=target, random_state=0`, in the original order. The test rows are
    kept in a file, and the pixels read from scikit-learn's: importing it takes seconds.
    """
    scikit_learn = find_spec("sklearn")
    if scikit_learn is None or scikit_learn.origin is None:
        raise UserError("the 8x8 digits come with scikit-learn: `pip install scikit-learn`.")
    file = Path(scikit_learn.origin).parent / "datasets" / "data" / "digits.csv.gz"
    table = np.loadtxt(file, delimiter=",")  # (1797, 65): 64 pixels of 0 to 16, then the label
    in_test = np.zeros(len(table), np.bool_)
    in_test[np.loadtxt(DIGITS_TEST_ROWS, dtype=np.int64)] = True
    rows = table[in_test if split == "test" else ~in_test]
    pixels = np.round(rows[:, :64].reshape(-1, 8, 8) * (255 / 16)).astype(np.uint8)
    labels = torch.from_numpy(rows[:, 64]).long()
    return ImageSet(name, split, torch.from_numpy(pixels).unsqueeze(1), labels, DIGITS)


def _idx(name: str, split: str) -> ImageSet:
    """MNIST's own format: big-endian sizes, then bytes."""
    prefix = "train" if split == "train" else "t10k"
    images = read_idx(fetch(name, f"{prefix}-images-idx3-ubyte.gz"), 3)
    labels = read_idx(fetch(name, f"{prefix}-labels-idx1-ubyte.gz"), 1)
    classes = FASHION if name == "fashion-mnist" else DIGITS
    return ImageSet(name, split, images.unsqueeze(1), labels.long(), classes)


def read_idx(path: Path, n_axes: int) -> Tensor:
    """Read a file of the IDX format of MNIST: bytes on n_axes axes."""
    try:
        content = bytearray(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, zlib.error) as error:
        raise UserError(f"{path} cannot be read ({error}): fetch it again.") from error
    if len(content) < 4 + 4 * n_axes or content[:4] != bytes((0, 0, 8, n_axes)):
        raise UserError(f"{path} is not an IDX file with {n_axes} axes: fetch it again.")
    sizes = np.frombuffer(content, ">i4", n_axes, offset=4)
    pixels = np.frombuffer(content, np.uint8, offset=4 + 4 * n_axes)
    if pixels.size != sizes.prod():
        raise UserError(f"{path} holds {pixels.size} bytes where {sizes.prod()} are announced.")
    return torch.from_numpy(pixels.reshape(sizes))


def _cifar_10(name: str, split: str) -> ImageSet:
    """CIFAR-10 from the original archive, or from lossless sheets of 100x100 tiles."""
    return ImageSet(name, split, *cifar.read(split), cifar.CLASSES)


def _cifar_10_gray(name: str, split: str) -> ImageSet:
    """The brightness (ITU-R BT.601) of CIFAR-10's middle 28x28 pixels: the form of MedMNIST."""
    photographs = _cifar_10(name, split)
    middle = photographs.images[:, :, 2:-2, 2:-2]
    parts = [brightness_of(part.float()).round().byte() for part in middle.split(5000)]
    return replace(photographs, images=torch.cat(parts))


def _usps(name: str, split: str) -> ImageSet:
    """USPS digits, 16x16: a line is the digit, then 256 values from -1 to 1, here 0 to 255."""
    text = gzip.decompress(fetch(name, f"zip.{split}.gz").read_bytes()).decode("ascii")
    table = np.array(text.split(), dtype=np.float32).reshape(-1, 257)
    pixels = np.round((table[:, 1:] + 1) * 127.5).astype(np.uint8).reshape(-1, 1, 16, 16)
    labels = torch.from_numpy(table[:, 0]).long()
    return ImageSet(name, split, torch.from_numpy(pixels), labels, DIGITS)


def _medmnist(name: str, split: str) -> ImageSet:
    """MedMNIST's gray 28x28 sets with their official splits."""
    path = fetch("medmnist", f"{name}.npz")
    part = "val" if split == "validation" else split
    try:
        with np.load(path, allow_pickle=False) as arrays:
            pixels, labels = arrays[f"{part}_images"], arrays[f"{part}_labels"]
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise UserError(f"{path} cannot be read ({error}): fetch it again.") from error
    classes = PNEUMONIA if name == "pneumoniamnist" else BREAST
    images = torch.from_numpy(pixels).unsqueeze(1)
    return ImageSet(name, split, images, torch.from_numpy(labels).long().flatten(), classes)


LOADERS: dict[str, Callable[[str, str], ImageSet]] = {
    "digits": _digits,
    "mnist": _idx,
    "fashion-mnist": _idx,
    "cifar-10": _cifar_10,
    "cifar-10-gray": _cifar_10_gray,
    "usps": _usps,
    "pneumoniamnist": _medmnist,
    "breastmnist": _medmnist,
}
