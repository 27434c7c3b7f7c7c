"""Checksums in the files that we write, so that a byte that changed is noticed and not computed on.

A JSON object has its own under "sha256", a safetensors file in its metadata, a line of metrics a
CRC-32. A file without one, such as a published checkpoint, is taken as it is.
"""

import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from gradatim.errors import UserError

KEY = "sha256"
BLANK = b"0" * 64
_IN_HEADER = re.compile(rb'"sha256":"([0-9a-f]{64})"')
_PART = 1 << 22  # bytes that are read at once


def with_checksum(values: Mapping[str, Any]) -> dict[str, Any]:
    """Add to a JSON object its checksum, which does not depend on spaces or the order of keys."""
    plain = json.loads(json.dumps(values, default=str))  # as it will be read: no tuples, no paths
    return {**plain, KEY: _digest_of(plain)}


def is_intact(values: Mapping[str, Any]) -> bool:
    """Tell whether a JSON object is what was signed; true of one without a checksum."""
    rest = {key: value for key, value in values.items() if key != KEY}
    return KEY not in values or values[KEY] == _digest_of(rest)


def _digest_of(values: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def text_digest(content: bytes) -> str:
    """SHA-256 of a text, whatever its line ends are on this system."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def line_with_checksum(row: Mapping[str, Any]) -> str:
    """Write a JSON object as one line, with its CRC-32."""
    text = json.dumps(row)
    return json.dumps({**row, "crc32": f"{zlib.crc32(text.encode()):08x}"})


def line_is_intact(row: dict[str, Any]) -> bool:
    """Take the CRC-32 out of what `sign_line` wrote, and tell whether it fits."""
    crc = row.pop("crc32", None)
    return crc is None or crc == f"{zlib.crc32(json.dumps(row).encode()):08x}"


def save_tensors(
    tensors: dict[str, Tensor], path: Path, metadata: dict[str, str] | None = None
) -> None:
    """Write tensors as safetensors with the checksum of the whole file in its metadata."""
    save_file(tensors, path, metadata={**(metadata or {}), KEY: BLANK.decode()})
    place, digest = _measure(path)
    if place is None:
        raise OSError(f"{path} was not written as it should be.")
    with path.open("r+b") as file:
        file.seek(place)
        file.write(digest.encode())


def tensors_are_intact(path: Path) -> bool:
    """Tell whether a file is what `save_tensors` wrote; true of one without a checksum.

    Raises:
        OSError: it cannot be read.
    """
    place, digest = _measure(path)
    if place is None:
        return True
    with path.open("rb") as file:
        file.seek(place)
        return file.read(64) == digest.encode()


def read_shipped(folder: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """Read a model that ships with the package: card.json and model.safetensors, both intact.

    Raises:
        UserError: the package was installed without it, or its files are damaged.
    """
    try:
        card = json.loads((folder / "card.json").read_text("utf-8"))
        if not is_intact(card):
            raise ValueError("the checksum of its card does not fit")
        if not tensors_are_intact(folder / "model.safetensors"):
            raise ValueError("the checksum of its weights does not fit")
        return card, load_file(folder / "model.safetensors")
    except (OSError, ValueError, SafetensorError) as error:
        raise UserError(
            f"the model in {folder} cannot be read ({error}): install gradatim again."
        ) from error


def _measure(path: Path) -> tuple[int | None, str]:
    """Where a safetensors file has its checksum, and what it is with 64 zeros in that place."""
    sha = hashlib.sha256()
    with path.open("rb") as file:
        size = file.read(8)
        length = int.from_bytes(size, "little")
        header = file.read(min(length, 100_000_000))  # as much as safetensors allows
        found = _IN_HEADER.search(header)
        if found:
            header = header[: found.start(1)] + BLANK + header[found.end(1) :]
        sha.update(size + header)
        while part := file.read(_PART):
            sha.update(part)
    return (8 + found.start(1) if found else None), sha.hexdigest()
