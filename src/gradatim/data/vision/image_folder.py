"""Your own images: a folder with one subfolder per class, a table of files, or one image.

    pets/cat/1.jpg  pets/cat/2.png  pets/dog/1.jpg      every class is split 80 to 20, or
    pets/train/cat/...  pets/test/cat/...               folders say what is what, or
    labels.csv, pets/metadata.csv, pets.zip             a table of files, see `own.labeled_files`

An image is rotated upright by its EXIF mark, laid on white where it is transparent, and resized to
the sides that are asked for, whole: what matters may lie at an edge, and other proportions do less
harm than a lost half. Of an animation the first frame counts. A file that is not an image is
skipped and named in a warning.
"""

import contextlib
import warnings
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageOps
from rich.console import Console
from rich.progress import track
from torch import Tensor

from gradatim.data.own.archive import unpacked
from gradatim.data.own.folder_layout import (
    ENDINGS,
    check_classes,
    check_same_classes,
    find_classes,
    find_images,
    find_splits,
    tell_odd_names,
)
from gradatim.data.own.image_files import UNREADABLE, open_upright, reason_of
from gradatim.data.own.labeled_files import LabeledFiles, find_labeled, is_listed
from gradatim.data.own.other_formats import tell_left_out
from gradatim.data.sampler import TEST_FRACTION, stratified
from gradatim.data.vision.drawing import center, ink_of, thicken
from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError, nearest
from gradatim.printing import escaped

DARK_BACKGROUND = ("digits", "mnist", "fashion-mnist", "usps")  # light strokes on black
# Of handwriting: the fraction of the image that the longer side takes; and the width of a stroke as
# a fraction of that side, which nine in ten of the images reach.
FILL = {"mnist": 20 / 28, "usps": 20 / 28, "digits": 1.0}
LARGE = 1000  # pixels of the longer side of a photograph that are looked at
FINER = 16  # pixels on which a drawing is placed, for one of the digits' pixels
STROKE = {"mnist": 0.1, "usps": 0.1, "digits": 0.16}


def load_folder(
    path: Path,
    split: str = "train",
    *,
    size: int = 64,
    gray: bool = False,
    classes: tuple[str, ...] = (),
) -> ImageSet:
    """Load a folder of images.

    Args:
        path: with one subfolder per class, or with `train/` and `test/` or `val/` that have these;
            or a table of files and labels, or a zip.
        split: "train", "validation" or "test"; without a folder for the test that for validation
            is taken, and without any a fifth of every class.
        size: height and width that images are resized to, 8 to 1024 pixels.
        gray: one channel of brightness instead of red, green and blue.
        classes: those that a trained network knows, in its order; all that are there by default.

    Raises:
        UserError: no such folder, fewer than two classes, a class without a readable image, or not
            the classes that were asked for.
    """
    if path.suffix.lower() == ".zip" and path.is_file():
        path = unpacked(path)
    if is_listed(path):
        listed = find_labeled(path, ENDINGS)
        return _load_listed(listed, split, size=size, gray=gray, classes=classes)
    if not path.is_dir():
        raise UserError(f"there is no folder {path}: give one with a subfolder for each class.")
    if not 8 <= size <= 1024:
        raise UserError(f"the image size must be 8 to 1024 pixels, not {size}.")
    folders = find_splits(path)
    if split not in ("train", "test", *folders):
        raise UserError(f"{path} has no split {split!r}; {nearest(split, ('train', 'test'))}")
    if classes:
        for folder in folders.values() or (path,):
            check_classes(folder, classes)
    else:
        check_same_classes(folders.values() or (path,))
        classes = find_classes(folders.get("train", path))
        tell_odd_names(classes)
    tell_left_out(path, ENDINGS)
    if folders:
        root = folders.get(split) or folders["validation"]
        found = _labeled(root, classes)
    else:
        root, found = path, _divide(path, split, _labeled(path, classes), classes)
    images, labels = _read_all(found, root, classes, size, "L" if gray else "RGB")
    return ImageSet(str(path), split, images, labels, classes)


def _load_listed(
    listed: LabeledFiles, split: str, *, size: int, gray: bool, classes: tuple[str, ...]
) -> ImageSet:
    """Load the images that a table names, in the splits that it says, if any."""
    here = listed.classes
    known = classes or here
    if set(known) - set(here) or len(here) < 2:
        raise UserError(
            f"{listed.root} has the classes {', '.join(here)}, and "
            f"{', '.join(known) if classes else 'at least two'} are needed: correct the labels."
        )
    if not classes:
        tell_odd_names(here)
    if listed.missing:
        warnings.warn(
            f"{len(listed.missing)} files that {listed.root} names are not there, such as "
            f"{listed.missing[0]}.",
            stacklevel=3,
        )
    pairs = [(item, known.index(item.label)) for item in listed.files if item.label in known]
    if listed.splits:
        wanted = split if split in listed.splits or split != "test" else "validation"
        found = [(item.file, label) for item, label in pairs if item.split == wanted]
        if not found:
            raise UserError(f"{listed.root} has no images for {split}: add some, or no split.")
    else:
        found = _divide(listed.root, split, [(item.file, n) for item, n in pairs], known)
    images, labels = _read_all(found, listed.root, known, size, "L" if gray else "RGB")
    return ImageSet(str(listed.root), split, images, labels, known)


def _labeled(root: Path, classes: tuple[str, ...]) -> list[tuple[Path, int]]:
    pairs = enumerate(classes)
    return [(file, label) for label, name in pairs for file in find_images(root / name)]


def _divide(
    path: Path, split: str, found: list[tuple[Path, int]], classes: tuple[str, ...]
) -> list[tuple[Path, int]]:
    """Split the files of a folder that has no folders for that, every class alike."""
    labels = torch.tensor([label for _, label in found], dtype=torch.int64)
    for name, count in zip(classes, labels.bincount(minlength=len(classes)), strict=True):
        if count == 1:
            many = 2 * len(classes) > len(found)
            captions = " If these are captions, train emoji-clip." if many else ""
            raise UserError(
                f"class {name!r} in {path} has only one image: add another, so that one can "
                f"be trained on and one tested on.{captions}"
            )
    # Always the same images: a run that is opened later must find its own test set.
    held_out = stratified(labels, len(classes), TEST_FRACTION, seed=0)
    chosen = ~held_out if split == "train" else held_out
    return [pair for pair, here in zip(found, chosen.tolist(), strict=True) if here]


def read_image(path: Path, shape: tuple[int, ...], *, data: str = "") -> Tensor:
    """Read one image in the form of a model's training images; uint8 (C, H, W).

    Args:
        path: of the image file.
        shape: C, H, W.
        data: name of the set that the model was trained on. For handwriting (MNIST and similar
            sets, light on black) an image on a bright background is inverted, and a drawing of any
            size is cropped, fitted into the middle 20 of 28 pixels and centered by weight, as
            MNIST's were.

    Raises:
        UserError: no such file, or not an image.
    """
    if not path.is_file():
        kind = "a folder, not an image" if path.is_dir() else "not there"
        raise UserError(f"{path} is {kind}: give the path of an image file.")
    try:
        image = open_upright(path)
    except UNREADABLE as error:
        raise UserError(f"{path} is not an image that can be read ({reason_of(error)}).") from error
    return fit_image(image, shape, data=data)


def fit_image(image: Image.Image, shape: tuple[int, ...], *, data: str = "") -> Tensor:
    """Bring an image to the form of a model's training images, see `read_image`."""
    channels, height, width = shape
    if data in DARK_BACKGROUND:
        return _on_dark_background(image, height, width, data)
    image = image.convert("L" if channels == 1 else "RGB")
    return _tensor(image.resize((width, height), Image.Resampling.BICUBIC))


def _read_all(
    files: list[tuple[Path, int]], root: Path, classes: tuple[str, ...], size: int, mode: str
) -> tuple[Tensor, Tensor]:
    """Read files with their classes; images (N, C, size, size) and labels (N,)."""
    images, labels, skipped = [], [], []
    console = Console(emoji=False, stderr=True)
    for file, label in track(
        files,
        f"reading {escaped(root.name)}",
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ):
        try:
            image = open_upright(file).convert(mode)
        except UNREADABLE as error:
            skipped.append(f"{file} ({reason_of(error)})")
            continue
        # Whole and not cropped, see above; Pillow's resampling also averages where it shrinks.
        images.append(_tensor(image.resize((size, size), Image.Resampling.BICUBIC)))
        labels.append(label)
    counts = np.bincount(np.array(labels, dtype=np.int64), minlength=len(classes))
    for name, count in zip(classes, counts, strict=True):
        if not count:
            some = f"; unreadable: {skipped[0]}" if skipped else ""
            raise UserError(
                f"class {name!r} in {root} has no image that can be read{some}. "
                f"Allowed: {' '.join(ENDINGS)}"
            )
    if skipped:
        listed = ", ".join(skipped[:3]) + (", ..." if len(skipped) > 3 else "")
        warnings.warn(f"{len(skipped)} of {len(files)} files skipped: {listed}", stacklevel=2)
    return torch.stack(images), torch.tensor(labels)


def _on_dark_background(image: Image.Image, height: int, width: int, data: str) -> Tensor:
    pixels = np.asarray(image.convert("L"))
    if data in FILL and pixels.shape != (height, width):
        ink = thicken(_ink(image), STROKE[data])
        if data != "digits":
            return torch.from_numpy(center(ink, height, width, FILL[data])).unsqueeze(0)
        # These were drawn on finer pixels, whose blocks were then counted. They stand neither by
        # their box nor by their weight: half-way between both lies nearest to the training digits.
        n = FINER
        fine = center(ink, n * height, n * width, FILL[data], by_mass=0.5)
        blocks = fine.reshape(height, n, width, n).mean((1, 3))
        return torch.from_numpy(np.rint(blocks).astype(np.uint8)).unsqueeze(0)
    # What lies at the edge is background, whatever the image shows.
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    if np.median(edge) > 127:  # a dark thing on a light background
        pixels = 255 - pixels
    return _tensor(ImageOps.fit(Image.fromarray(pixels), (width, height), Image.Resampling.BICUBIC))


def _ink(image: Image.Image) -> NDArray[np.uint8]:
    """The ink of a drawing; red on blue of the same brightness stands out in one color only."""
    image = image.convert("RGB")
    if (factor := max(image.size) // LARGE) > 1:
        image = image.reduce(factor)  # of a telephone's pixels a tenth will do
    *colors, gray = (*image.split(), image.convert("L"))
    for band in (gray, *colors):
        with contextlib.suppress(UserError):
            return ink_of(np.asarray(band))
    return ink_of(np.asarray(gray))  # which says what is wrong


def _tensor(image: Image.Image) -> Tensor:
    pixels = torch.from_numpy(np.array(image))  # (H, W) or (H, W, C)
    return pixels.unsqueeze(0) if pixels.ndim == 2 else pixels.permute(2, 0, 1).contiguous()
