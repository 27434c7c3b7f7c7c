"""CIFAR-10 from either of its two forms: the publisher's archive, or lossless sheets of images.

N images; the archive holds 3072 bytes per image: the red plane, the green, the blue.

The archive's batches are pickles, and a pickle may call any function of the machine it is read on.
So nothing is unpickled in the usual sense: `_Reader` admits three names, and answers even those
with stand-ins of this file that only keep what they are given. Any other name is an error.
"""

import csv
import gzip
import io
import pickle
import tarfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from gradatim.data.download import fetch, local_copy
from gradatim.errors import UserError

CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
TRAIN = tuple(f"data_batch_{number}" for number in range(1, 6))


def read(split: str) -> tuple[Tensor, Tensor]:
    """Read CIFAR-10 from the sheets if they are on this machine, else from the archive.

    Args:
        split: "train" or "test".

    Returns:
        Images uint8 (N, 3, 32, 32) and labels int64 (N,), in the publisher's order.

    Raises:
        UserError: neither form can be had, or a file is damaged.
    """
    batches = TRAIN if split == "train" else ("test_batch",)
    if all(
        local_copy("cifar-10", file) for file in (*(f"{b}.webp" for b in batches), "index.csv.gz")
    ):
        sheets = {batch: fetch("cifar-10", f"{batch}.webp") for batch in batches}
        return read_sheets(sheets, fetch("cifar-10", "index.csv.gz"))
    return read_archive(fetch("cifar-10", "cifar-10-python.tar.gz"), batches)


def read_sheets(sheets: dict[str, Path], index: Path) -> tuple[Tensor, Tensor]:
    """Cut sheets of 100 x 100 tiles into images; labels stand in the index.

    Args:
        sheets: the name of each batch and its lossless WebP file.
        index: table with the columns batch, position, label, filename.
    """
    labels: dict[str, list[int]] = {name: [] for name in sheets}
    with gzip.open(index, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["batch"] in labels:
                labels[row["batch"]].append(int(row["label"]))
    with ThreadPoolExecutor(2) as pool:  # decoding runs outside Python's lock
        images = torch.cat(list(pool.map(_tiles, sheets.values())))
    return images, torch.tensor([label for batch in labels.values() for label in batch])


def _tiles(path: Path) -> Tensor:
    with Image.open(path, formats=["webp"]) as opened:
        sheet = np.asarray(opened.convert("RGB"))  # (3200, 3200, 3)
    if sheet.shape != (3200, 3200, 3):
        raise UserError(f"{path} is {sheet.shape[1]}x{sheet.shape[0]} pixels, not 3200x3200.")
    tiles = torch.from_numpy(sheet.copy()).view(100, 32, 100, 32, 3).permute(0, 2, 4, 1, 3)
    return tiles.reshape(10_000, 3, 32, 32)


def read_archive(path: Path, batches: tuple[str, ...]) -> tuple[Tensor, Tensor]:
    """Read batches from the publisher's archive, in the order named.

    Raises:
        UserError: damaged, a batch is missing, or a pickle that asks for anything but an array.
    """
    found: dict[str, tuple[Tensor, Tensor]] = {}
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                name = member.name.rsplit("/", 1)[-1]
                stream = archive.extractfile(member) if name in batches else None
                if stream is not None:
                    found[name] = _batch(stream.read())
    except (tarfile.TarError, OSError, EOFError, pickle.UnpicklingError) as error:
        raise UserError(f"{path} cannot be read ({error}): fetch it anew.") from error
    if missing := [name for name in batches if name not in found]:
        raise UserError(f"{path} lacks {', '.join(missing)}: fetch it anew.")
    images, labels = zip(*(found[name] for name in batches), strict=True)
    return torch.cat(images), torch.cat(labels)


class _Array:
    """Stands in for `numpy.ndarray`: keeps the parts that the pickle states."""

    state: tuple[Any, ...] = ()

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.state = state  # version, shape, type, column order, bytes


class _Type:
    """Stands in for `numpy.dtype`; every array here holds unsigned bytes."""

    def __init__(self, *arguments: Any) -> None:
        self.name = arguments[0] if arguments else None

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        pass  # byte order and alignment, which single bytes do not have


def _reconstruct(*arguments: Any) -> _Array:
    return _Array()


class _Reader(pickle.Unpickler):
    """Reads a pickle of dictionaries, lists, strings, numbers and byte arrays; nothing else."""

    ADMITTED = {  # noqa: RUF012 (a constant)
        ("numpy.core.multiarray", "_reconstruct"): _reconstruct,
        ("numpy", "ndarray"): _Array,
        ("numpy", "dtype"): _Type,
    }

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in self.ADMITTED:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}, which no image needs")
        return self.ADMITTED[module, name]


def _batch(content: bytes) -> tuple[Tensor, Tensor]:
    batch = _Reader(io.BytesIO(content), encoding="bytes").load()
    if not isinstance(batch, dict) or not {b"data", b"labels"} <= set(batch):
        raise pickle.UnpicklingError("a batch has no data and labels")
    array = batch[b"data"]
    if not isinstance(array, _Array) or len(array.state) != 5:
        raise pickle.UnpicklingError("its images are not an array")
    _, shape, kind, _, raw = array.state
    if getattr(kind, "name", None) not in (b"u1", "u1") or len(raw) != shape[0] * 3072:
        raise pickle.UnpicklingError(f"its images have the shape {shape}")
    images = torch.frombuffer(bytearray(raw), dtype=torch.uint8).view(-1, 3, 32, 32)
    return images, torch.tensor(batch[b"labels"])
