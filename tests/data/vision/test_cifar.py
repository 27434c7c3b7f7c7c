"""CIFAR-10 from both forms; the archive's pickles cannot run anything."""

import csv
import gzip
import hashlib
import io
import os
import pickle
import struct
import tarfile
from pathlib import Path

import pytest
import torch
from torch import Tensor

from gradatim.data.vision.cifar import CLASSES, read_archive, read_sheets
from gradatim.errors import UserError


class Old:
    """Writes the pickles of Python 2's cPickle, which the publisher used, byte for byte."""

    def __init__(self) -> None:
        self.out, self.memo = bytearray(b"\x80\x02"), 0

    def put(self) -> None:
        self.memo += 1
        small = self.memo < 256
        self.out += b"q" + bytes([self.memo]) if small else b"r" + struct.pack("<I", self.memo)

    def text(self, value: bytes) -> None:
        n = len(value)
        head = b"U" + bytes([n]) if n < 256 else b"T" + struct.pack("<I", n)
        self.out += head + value
        self.put()

    def number(self, value: int) -> None:
        self.out += b"K" + bytes([value]) if value < 256 else b"M" + struct.pack("<H", value)

    def batch(self, title: str, labels: list[int], data: bytes, names: list[str]) -> bytes:
        self.out += b"}"
        self.put()
        self.out += b"("
        values = {"batch_label": title, "labels": labels, "data": data, "filenames": names}
        for key, value in values.items():
            self.text(key.encode())
            if isinstance(value, str):
                self.text(value.encode())
            elif isinstance(value, bytes):
                self.array(len(labels), value)
            else:
                self.list(value)
        return bytes(self.out) + b"u."

    def list(self, values: list) -> None:  # type: ignore[type-arg]
        self.out += b"]"
        self.put()
        for first in range(0, len(values), 1000):
            self.out += b"("
            for value in values[first : first + 1000]:
                self.number(value) if isinstance(value, int) else self.text(value.encode())
            self.out += b"e"

    def array(self, n_images: int, data: bytes) -> None:
        """Write an array; cPickle numbers nothing that only one object holds."""
        for name in (b"numpy.core.multiarray\n_reconstruct\n", b"numpy\nndarray\n"):
            self.out += b"c" + name
            self.put()
        self.out += b"K\x00\x85U\x01b\x87R"
        self.put()
        self.out += b"(K\x01"
        self.number(n_images)
        self.out += b"M\x00\x0c\x86cnumpy\ndtype\n"
        self.put()
        self.out += b"U\x02u1K\x00K\x01\x87R"
        self.put()
        self.out += b"(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89"
        self.out += b"T" + struct.pack("<I", len(data)) + data + b"tb"


def pack(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


def small(n_images: int = 3) -> tuple[bytes, Tensor]:
    images = torch.randint(0, 256, (n_images, 3, 32, 32), dtype=torch.uint8)
    names = [f"{i}.png" for i in range(n_images)]
    return Old().batch("small", list(range(n_images)), images.numpy().tobytes(), names), images


def test_original_archive_and_sheets_hold_the_same_images(
    data_folder: Path, tmp_path: Path
) -> None:
    folder = data_folder / "cifar-10"
    sheets = {"test_batch": folder / "test_batch.webp"}
    images, labels = read_sheets(sheets, folder / "index.csv.gz")
    with gzip.open(folder / "index.csv.gz", "rt") as file:
        names = [r["filename"] for r in csv.DictReader(file) if r["batch"] == "test_batch"]
    original = Old().batch("testing batch 1 of 1", labels.tolist(), images.numpy().tobytes(), names)
    # The checksum that the publisher's loaders give for the file in the archive: it is that file.
    assert hashlib.md5(original).hexdigest() == "40351d587109b95175f43aff81a1287e"
    path = pack(tmp_path / "cifar.tar.gz", {"readme.html": b"", "test_batch": original})
    from_archive = read_archive(path, ("test_batch",))
    assert torch.equal(from_archive[0], images)
    assert torch.equal(from_archive[1], labels)
    assert CLASSES[int(labels[0])] == "cat"  # cat_s_000077.png


def test_batches_come_in_the_order_asked_for(tmp_path: Path) -> None:
    (first, images), (second, more) = small(3), small(2)
    path = pack(tmp_path / "a.tar.gz", {"two": second, "one": first})
    assert torch.equal(read_archive(path, ("one", "two"))[0], torch.cat([images, more]))
    with pytest.raises(UserError, match="lacks three"):
        read_archive(path, ("one", "three"))


class Evil:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch {self.path}",)


def test_pickle_that_would_run_a_command_is_refused_and_runs_nothing(tmp_path: Path) -> None:
    content = pickle.dumps({b"data": Evil(tmp_path / "touched"), b"labels": []}, protocol=2)
    path = pack(tmp_path / "a.tar.gz", {"test_batch": content})
    with pytest.raises(UserError, match="which no image needs"):
        read_archive(path, ("test_batch",))
    assert not (tmp_path / "touched").exists()


@pytest.mark.parametrize("name", ["numpy.load", "builtins.eval", "numpy.core.multiarray.fromfile"])
def test_only_the_three_names_of_an_array_are_admitted(name: str, tmp_path: Path) -> None:
    module, _, function = name.rpartition(".")
    content = b"\x80\x02c" + f"{module}\n{function}\n".encode() + b"."
    path = pack(tmp_path / "a.tar.gz", {"test_batch": content})
    with pytest.raises(UserError, match=f"it asks for {name}"):
        read_archive(path, ("test_batch",))


def test_damaged_archives_are_refused_in_words(tmp_path: Path) -> None:
    content, _ = small()
    good = pack(tmp_path / "good.tar.gz", {"test_batch": content}).read_bytes()
    other_type = content.replace(b"U\x02u1", b"U\x02O8")
    too_few = content.replace(b"(K\x01K\x03M", b"(K\x01K\x02M")
    assert other_type != content != too_few
    bad = {
        "half": good[: len(good) // 2],
        "no": b"no archive",
        "short": pack(tmp_path / "s", {"test_batch": content[:-100]}).read_bytes(),
        "type": pack(tmp_path / "t", {"test_batch": other_type}).read_bytes(),
        "shape": pack(tmp_path / "u", {"test_batch": too_few}).read_bytes(),
        "list": pack(tmp_path / "v", {"test_batch": pickle.dumps([1], 2)}).read_bytes(),
    }
    for name, archive in bad.items():
        (tmp_path / name).write_bytes(archive)
        with pytest.raises(UserError, match=name):
            read_archive(tmp_path / name, ("test_batch",))
